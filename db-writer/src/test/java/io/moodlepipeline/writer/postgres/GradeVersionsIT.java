package io.moodlepipeline.writer.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.event.EventMetadata;
import io.moodlepipeline.event.EventType;
import io.moodlepipeline.testkit.PostgresBackend;
import io.moodlepipeline.testkit.SampleEvents;
import io.moodlepipeline.testkit.junit.OnBackends;
import io.moodlepipeline.writer.TestTables;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which of a grade's events its row ends with, and who hears of those that lose by a rule that looks at no time. */
@OnBackends
class GradeVersionsIT {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final TestTables tables;
    private final PostgresSink sink;

    GradeVersionsIT(PostgresBackend postgres) {
        tables = new TestTables(postgres);
        sink = tables.sink();
    }

    @AfterEach
    void close() {
        tables.close();
    }

    /** @param time of the event, as the sender says; null when it does not */
    private record Grade(long id, Instant time, Instant modified, Instant received, int epoch, int points) {}

    private static Grade timed(long id, int minute, int points) {
        return new Grade(id, at(minute), at(minute), at(minute), 0, points);
    }

    private static Grade untimed(long id, int minute, int points) {
        return new Grade(id, null, at(minute), at(minute), 0, points);
    }

    private static Instant at(int minute) {
        return NOON.plus(minute, ChronoUnit.MINUTES);
    }

    @Test
    void aLowerIdWinsWhereTheSenderSaysWhenItHappened() throws Exception {
        write(timed(900, 0, 40));
        write(timed(17, 1, 72));

        assertThat(points()).isEqualTo(72);
        assertThat(outranked()).isEmpty();
    }

    @Test
    void aHigherIdStillWinsWhereTheSenderDoesNotSay() throws Exception {
        write(untimed(900, 5, 40));
        write(untimed(901, 0, 72));
        write(untimed(17, 9, 1));

        assertThat(points()).isEqualTo(72);
        assertThat(outranked()).isEmpty();
    }

    @Test
    void theHighestIdFreezesNoGrade() throws Exception {
        write(untimed(Long.MAX_VALUE, 5, 40));
        write(timed(17, 1, 72));

        assertThat(points()).isEqualTo(72);
    }

    @Test
    void aSchoolThatGoesBackToASenderWithoutTimesIsCountedAndARaisedEpochLetsItOn() throws Exception {
        write(timed(900, 0, 40));
        write(untimed(900, 1, 72));
        write(untimed(901, 2, 73));

        assertThat(points()).isEqualTo(40);
        assertThat(outranked()).containsExactly("default untimed epoch 0: 2 from " + at(1) + " to " + at(2));

        write(new Grade(901, null, at(3), at(3), 1, 74));
        assertThat(points()).isEqualTo(74);
    }

    @Test
    void aLoweredEpochIsCounted() throws Exception {
        write(new Grade(901, at(0), at(0), at(0), 3, 40));
        write(new Grade(901, at(1), at(1), at(1), 2, 72));

        assertThat(points()).isEqualTo(40);
        assertThat(outranked()).containsExactly("default epoch epoch 2: 1 from " + at(1) + " to " + at(1));
    }

    @Test
    void replaysOfWhatWasSupersededLongAgoAreNotCounted() throws Exception {
        Grade old = untimed(900, 0, 40);
        write(old);
        write(timed(900, 1, 72));
        write(new Grade(1, null, at(2), at(2), 1, 73));

        write(old, timed(900, 1, 72));

        assertThat(points()).isEqualTo(73);
        assertThat(outranked()).isEmpty();
    }

    @Test
    void whateverTheOrderTheSameEventWins() throws Exception {
        Random random = new Random(20261128);
        for (int round = 0; round < 20; round++) {
            List<ConsumerRecord<byte[], byte[]>> events = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Instant time = random.nextBoolean() ? at(random.nextInt(3)) : null;
                Instant modified = at(random.nextInt(3));
                events.add(record(
                        new Grade(1 + random.nextInt(3), time, modified, at(5), random.nextInt(2), 10 * round + i)));
            }
            sink.write(events);
            int expected = points();
            for (int shuffle = 0; shuffle < 3; shuffle++) {
                Collections.shuffle(events, random);
                tables.execute("DELETE FROM grades");
                for (int from = 0; from < events.size(); from += 3) {
                    sink.write(events.subList(from, Math.min(from + 3, events.size())));
                }
                assertThat(points()).as("round %d", round).isEqualTo(expected);
            }
            tables.execute("DELETE FROM grades");
        }
    }

    @Test
    void rowsFromBeforeCountAsUntimedAndOfTheFirstEpoch() throws Exception {
        write(untimed(900, 5, 40));
        tables.execute(
                "ALTER TABLE grades DROP COLUMN version_timed, DROP COLUMN version_epoch, DROP COLUMN body_sha256;"
                        + " ALTER TABLE students DROP COLUMN version_epoch, DROP COLUMN body_sha256;"
                        + " ALTER TABLE enrollments DROP COLUMN version_epoch, DROP COLUMN body_sha256;"
                        + " DROP TABLE outranked_events; DELETE FROM flyway_schema_history WHERE version = '3'");
        tables.migrate();

        write(untimed(899, 9, 1));
        assertThat(points()).isEqualTo(40);
        write(timed(1, 0, 72));
        assertThat(points()).isEqualTo(72);
    }

    private void write(Grade... grades) throws Exception {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (Grade grade : grades) {
            records.add(record(grade));
        }
        sink.write(records);
    }

    private ConsumerRecord<byte[], byte[]> record(Grade grade) {
        byte[] body = SampleEvents.gradeUpdated(event -> event.put("gradeid", grade.id())
                .put("finalgrade", grade.points())
                .put("btec_grade", "Pass")
                .put("band_rules", 1)
                .put("timemodified", grade.modified().getEpochSecond()));
        UUID id = tables.nextId();
        EventMetadata metadata = new EventMetadata(
                id,
                EventType.GRADE_ENRICHED,
                "default",
                grade.received(),
                id,
                grade.time() == null ? 0 : grade.time().toEpochMilli(),
                grade.epoch(),
                null);
        return tables.record(metadata, body);
    }

    private int points() throws SQLException {
        return Integer.parseInt(
                tables.query("SELECT trunc(final_grade) FROM grades").get(0));
    }

    private List<String> outranked() throws SQLException {
        return tables.query("SELECT format('%s %s epoch %s: %s from %s to %s', tenant_id, reason, epoch, events,"
                + " to_char(first_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'),"
                + " to_char(last_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')) FROM outranked_events");
    }
}
