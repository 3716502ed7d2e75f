package io.moodlepipeline.writer.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.event.EventMetadata;
import io.moodlepipeline.event.EventType;
import io.moodlepipeline.postgresql.Database;
import io.moodlepipeline.runtime.consumer.FailureKind;
import io.moodlepipeline.runtime.consumer.Outcome;
import io.moodlepipeline.runtime.consumer.Outcome.Settled;
import io.moodlepipeline.runtime.consumer.TargetException;
import io.moodlepipeline.testkit.PostgresBackend;
import io.moodlepipeline.testkit.SampleEvents;
import io.moodlepipeline.testkit.junit.OnBackends;
import io.moodlepipeline.writer.TestTables;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the sink says became of each record must be what the tables hold. */
@OnBackends
class PostgresSinkIT {
    private final TestTables tables;
    private final PostgresSink sink;

    PostgresSinkIT(PostgresBackend postgres) {
        tables = new TestTables(postgres);
        sink = tables.sink();
    }

    @AfterEach
    void close() {
        tables.close();
    }

    @Test
    void ofSeveralVersionsInABatchTheNewestIsAppliedAndTheOthersAreSuperseded() throws Exception {
        assertThat(sink.write(List.of(user(7, 10), user(7, 30), user(8, 5), user(7, 20))))
                .containsExactly(Settled.SUPERSEDED, Settled.APPLIED, Settled.APPLIED, Settled.SUPERSEDED);
    }

    @Test
    void whatIsOlderThanItsRowIsSupersededAndItsNeighboursAreApplied() throws Exception {
        sink.write(List.of(user(7, 30)));

        assertThat(sink.write(List.of(user(6, 10), user(7, 20), user(8, 10))))
                .containsExactly(Settled.APPLIED, Settled.SUPERSEDED, Settled.APPLIED);
    }

    @Test
    void theSameRecordAgainIsAppliedAgain() throws Exception {
        ConsumerRecord<byte[], byte[]> record = user(7, 30);
        sink.write(List.of(record));

        assertThat(sink.write(List.of(record))).containsExactly(Settled.APPLIED);
    }

    @Test
    void malformedRecordsAreRefusedInTheirPlaceAndTheRestIsWritten() throws Exception {
        ConsumerRecord<byte[], byte[]> malformed =
                record(SampleEvents.userCreated(user -> user.put("userid", 2).put("suspended", "no")));

        List<Outcome> outcomes = sink.write(List.of(user(1, 10), malformed, user(3, 10)));

        assertThat(outcomes.get(0)).isEqualTo(Settled.APPLIED);
        assertThat(outcomes.get(1).failure()).isPresent();
        assertThat(outcomes.get(2)).isEqualTo(Settled.APPLIED);
    }

    @Test
    void theProbeSucceedsWhereAWriteWould() throws Exception {
        sink.probe();

        assertThat(sink.write(List.of(user(7, 10)))).containsExactly(Settled.APPLIED);
    }

    @Test
    void theProbeFailsWhereNothingCanBeWritten() throws Exception {
        tables.execute("ALTER TABLE grades RENAME TO elsewhere");
        assertThatThrownBy(sink::probe).isInstanceOf(TargetException.class).hasMessageContaining("42P01");

        tables.execute("ALTER TABLE elsewhere RENAME TO grades");
        tables.execute("ALTER TABLE grades DROP COLUMN band_rules");
        assertThatThrownBy(sink::probe).isInstanceOf(TargetException.class).hasMessageContaining("42703");
    }

    @Test
    void theProbeFailsWhereOnlyReadingIsAllowed() throws Exception {
        tables.execute("DO $$ BEGIN EXECUTE 'ALTER DATABASE ' || current_database()"
                + " || ' SET default_transaction_read_only = on'; END $$");
        try (Database readOnly = tables.open()) {
            assertThatThrownBy(new PostgresSink(readOnly, new OutrankedMetrics(new SimpleMeterRegistry()))::probe)
                    .isInstanceOf(TargetException.class)
                    .hasMessageContaining("25006");
        }
    }

    @Test
    void somebodysLockOnARowDoesNotHoldTheWriterForLong() throws Exception {
        sink.write(List.of(user(7, 10)));
        try (Connection other = tables.target().connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT 1 FROM students FOR UPDATE");

            assertThatThrownBy(() -> sink.write(List.of(user(7, 20))))
                    .isInstanceOfSatisfying(TargetException.class, failure -> {
                        assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
                        assertThat(failure).hasMessageContaining("55P03");
                    });
        }
    }

    @Test
    void aRowThatATriggerSwallowsIsADeadLetterAndItsNeighboursAreApplied() throws Exception {
        trigger("BEFORE INSERT", "NEW.moodle_user_id = 7", "NULL");

        List<Outcome> outcomes = sink.write(List.of(user(6, 10), user(7, 10), user(8, 10)));

        assertThat(outcomes.get(0)).isEqualTo(Settled.APPLIED);
        assertThat(code(outcomes.get(1))).isEqualTo(DeadLetterCode.NOT_STORED);
        assertThat(outcomes.get(1).failure().orElseThrow().message()).contains("table students");
        assertThat(outcomes.get(2)).isEqualTo(Settled.APPLIED);
    }

    @Test
    void anUpdateThatATriggerSwallowsIsADeadLetterThoughTheRowIsThere() throws Exception {
        sink.write(List.of(user(7, 10)));
        trigger("BEFORE UPDATE", "true", "NULL");

        List<Outcome> outcomes = sink.write(List.of(user(7, 20), user(7, 5)));

        assertThat(code(outcomes.get(0))).isEqualTo(DeadLetterCode.NOT_STORED);
        assertThat(outcomes.get(1)).isEqualTo(Settled.SUPERSEDED);
    }

    @Test
    void whenTheNewestIsSwallowedTheNextOlderOneOfTheBatchIsApplied() throws Exception {
        trigger(
                "BEFORE INSERT OR UPDATE",
                "NEW.moodle_modified_at = to_timestamp(" + (SampleEvents.TIME + 30) + ")",
                "NULL");

        List<Outcome> outcomes = sink.write(List.of(user(7, 10), user(7, 20), user(7, 30)));

        assertThat(outcomes.subList(0, 2)).containsExactly(Settled.SUPERSEDED, Settled.APPLIED);
        assertThat(code(outcomes.get(2))).isEqualTo(DeadLetterCode.NOT_STORED);
    }

    @Test
    void whatARuleTakesAwayIsADeadLetter() throws Exception {
        tables.execute("CREATE RULE nowhere AS ON INSERT TO students DO INSTEAD NOTHING");

        assertThat(code(sink.write(List.of(user(7, 10))).get(0))).isEqualTo(DeadLetterCode.NOT_STORED);
    }

    @Test
    void whatAPolicyHidesIsNeverTakenForStored() throws Exception {
        sink.write(List.of(user(7, 10)));
        tables.execute("ALTER TABLE students ENABLE ROW LEVEL SECURITY");
        tables.execute("ALTER TABLE students FORCE ROW LEVEL SECURITY");
        tables.execute("CREATE POLICY inserted ON students FOR INSERT WITH CHECK (true)");

        assertThatThrownBy(() -> sink.write(List.of(user(7, 20))))
                .isInstanceOf(TargetException.class)
                .hasMessageContaining("42501");
    }

    @Test
    void aViewInPlaceOfATableIsNeverTakenForOne() throws Exception {
        tables.execute("ALTER TABLE students RENAME TO elsewhere");
        tables.execute("CREATE VIEW students AS SELECT * FROM elsewhere WHERE moodle_user_id = 8");
        tables.execute("CREATE FUNCTION swallow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'");
        tables.execute("CREATE TRIGGER swallow INSTEAD OF INSERT ON students FOR EACH ROW EXECUTE FUNCTION swallow()");

        assertThatThrownBy(() -> sink.write(List.of(user(7, 10)))).isInstanceOf(TargetException.class);
        assertThatThrownBy(sink::probe).isInstanceOf(TargetException.class);
    }

    @Test
    void anIdThatComesAgainWithAnotherBodyIsADeadLetterHoweverNewItSaysItIs() throws Exception {
        UUID id = tables.nextId();
        byte[] first = body(7, 10);
        byte[] other = body(7, 99);
        sink.write(List.of(record(first, id, "a")));

        assertThat(sink.write(List.of(record(first, id, "a")))).containsExactly(Settled.APPLIED);
        assertThat(code(sink.write(List.of(record(other, id, "b"))).get(0))).isEqualTo(DeadLetterCode.EVENT_ID_REUSED);
        assertThat(sink.write(List.of(record(body(7, 20), tables.nextId(), "c"))))
                .containsExactly(Settled.APPLIED);
    }

    @Test
    void anIdThatComesAgainWithinABatchIsSeenWhateverStandsBetween() throws Exception {
        UUID id = tables.nextId();

        List<Outcome> outcomes = sink.write(List.of(
                record(body(7, 10), id, "a"), record(body(7, 20), tables.nextId(), "b"), record(body(7, 30), id, "c")));

        assertThat(outcomes.subList(0, 2)).containsExactly(Settled.SUPERSEDED, Settled.APPLIED);
        assertThat(code(outcomes.get(2))).isEqualTo(DeadLetterCode.EVENT_ID_REUSED);
    }

    @Test
    void anIdWhoseBodysDigestWasNotNotedIsBelieved() throws Exception {
        UUID id = tables.nextId();
        sink.write(List.of(record(body(7, 10), id, null)));

        assertThat(sink.write(List.of(record(body(7, 10), id, "a")))).containsExactly(Settled.APPLIED);
    }

    private void trigger(String when, String condition, String result) throws SQLException {
        tables.execute(
                "CREATE FUNCTION swallow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN " + result + "; END'");
        tables.execute("CREATE TRIGGER swallow " + when + " ON students FOR EACH ROW WHEN (" + condition
                + ") EXECUTE FUNCTION swallow()");
    }

    private static DeadLetterCode code(Outcome outcome) {
        return outcome.failure().orElseThrow().code();
    }

    private ConsumerRecord<byte[], byte[]> user(long id, long second) {
        return record(body(id, second));
    }

    private static byte[] body(long id, long second) {
        return SampleEvents.userCreated(user -> user.put("userid", id).put("timemodified", SampleEvents.TIME + second));
    }

    private ConsumerRecord<byte[], byte[]> record(byte[] body) {
        return record(body, tables.nextId(), null);
    }

    /** @param digest a hex digit, of which the body's digest is made; null when it is not noted */
    private ConsumerRecord<byte[], byte[]> record(byte[] body, UUID id, String digest) {
        return tables.record(
                new EventMetadata(
                        id,
                        EventType.USER_CREATED,
                        "default",
                        Instant.now(),
                        id,
                        0,
                        0,
                        digest == null ? null : digest.repeat(64)),
                body);
    }
}
