package io.moodlepipeline.zoho.ledger;

import static io.moodlepipeline.zoho.ledger.TestLedgers.version;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.testkit.PostgresBackend;
import io.moodlepipeline.testkit.junit.OnBackends;
import io.moodlepipeline.zoho.ledger.WaitingChildren.Child;
import io.moodlepipeline.zoho.mapping.Role;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Children without a student are kept whole, and come back when something can be decided. */
@OnBackends
class WaitingChildrenIT {
    private static final Duration LIMIT = Duration.ofDays(14);

    private final TestLedgers ledgers;
    private final WaitingChildren waiting;

    WaitingChildrenIT(PostgresBackend postgres) {
        ledgers = new TestLedgers(postgres);
        waiting = instance(TestLedgers.TENANT);
    }

    @AfterEach
    void close() {
        ledgers.close();
    }

    @Test
    void aChildIsDueOnceItsStudentHasARecord() throws Exception {
        waiting.keep(List.of(grade("7-1", "7", 10), grade("8-1", "8", 10)));
        assertThat(waiting.due(LIMIT, 10)).isEmpty();

        student("7");

        assertThat(waiting.due(LIMIT, 10)).singleElement().satisfies(child -> {
            assertThat(child.key()).isEqualTo("7-1");
            assertThat(child.overdue()).isFalse();
        });
    }

    @Test
    void aStudentWithoutARecordReleasesNobody() throws Exception {
        waiting.keep(List.of(grade("7-1", "7", 10)));
        ledgers.instance().lookedFor(Role.STUDENT, List.of("7"));
        ledgers.database()
                .ledger(TestLedgers.TENANT, "org-2", UUID.randomUUID(), LIMIT)
                .found(Role.STUDENT, Map.of("7", "z7"));

        assertThat(waiting.due(LIMIT, 10)).isEmpty();
    }

    @Test
    void theRecordComesBackAsItWasConsumed() throws Exception {
        Child kept = grade("7-1", "7", 10);
        waiting.keep(List.of(kept));
        student("7");

        Child back = waiting.due(LIMIT, 10).get(0);

        assertThat(back).usingRecursiveComparison().isEqualTo(kept);
        assertThat(back.record().headers()).isEqualTo(kept.record().headers());
    }

    @Test
    void aRecordWithoutKeyValueOrHeaderValueComesBackSo() throws Exception {
        RecordHeaders headers = new RecordHeaders();
        headers.add("empty", null);
        Child kept = child("7-1", "7", 10, null, null, headers);
        waiting.keep(List.of(kept));
        student("7");

        assertThat(waiting.due(LIMIT, 10))
                .singleElement()
                .usingRecursiveComparison()
                .isEqualTo(kept);
    }

    @Test
    void ofSeveralVersionsTheNewestStaysWhateverTheOrder() throws Exception {
        waiting.keep(List.of(grade("7-1", "7", 20), grade("7-1", "7", 30), grade("7-1", "7", 10)));
        waiting.keep(List.of(grade("7-1", "7", 25)));
        student("7");

        assertThat(waiting.count()).isEqualTo(1);
        assertThat(waiting.due(LIMIT, 10).get(0).version()).isEqualTo(version(30));
    }

    @Test
    void whoeverHasWaitedTooLongIsOverdueAndComesAfterThoseWhoCanGo() throws Exception {
        waiting.keep(List.of(grade("7-1", "7", 10), grade("8-1", "8", 10), grade("9-1", "9", 10)));
        ledgers.execute("UPDATE zoho.waiting SET since = now() - interval '15 days' WHERE key <> '9-1'");
        student("8");

        assertThat(waiting.due(LIMIT, 10))
                .extracting(child -> child.key() + " " + child.overdue())
                .containsExactly("8-1 false", "7-1 true");
    }

    @Test
    void aNewerVersionDoesNotWaitAnew() throws Exception {
        waiting.keep(List.of(grade("7-1", "7", 10)));
        ledgers.execute("UPDATE zoho.waiting SET since = now() - interval '15 days'");
        waiting.keep(List.of(grade("7-1", "7", 20)));

        assertThat(waiting.due(LIMIT, 10)).singleElement().matches(Child::overdue);
    }

    @Test
    void noMoreAreDueThanWereAskedFor() throws Exception {
        waiting.keep(List.of(grade("7-1", "7", 10), grade("7-2", "7", 10), grade("8-1", "8", 10)));
        student("7");

        assertThat(waiting.due(Duration.ZERO, 1)).hasSize(1);
        assertThat(waiting.due(Duration.ZERO, 2)).noneMatch(Child::overdue).hasSize(2);
        assertThat(waiting.due(Duration.ZERO, 3)).hasSize(3);
    }

    @Test
    void whatIsDroppedIsGoneUnlessItWasKeptInANewerVersion() throws Exception {
        Child decided = grade("7-1", "7", 10);
        waiting.keep(List.of(decided, grade("7-2", "7", 10)));
        waiting.keep(List.of(grade("7-2", "7", 20)));
        waiting.drop(List.of(decided, grade("7-2", "7", 10)));

        student("7");
        assertThat(waiting.due(LIMIT, 10)).extracting(Child::key).containsExactly("7-2");
        assertThat(waiting.count()).isEqualTo(1);
    }

    @Test
    void tenantsAndRolesDoNotMix() throws Exception {
        waiting.keep(List.of(grade("7-1", "7", 10)));
        WaitingChildren south = instance("south");
        south.keep(List.of(grade("7-1", "7", 20)));
        Child grade = grade("7-1", "7", 10);
        waiting.keep(List.of(new Child(Role.ENROLMENT, "7-1", "7", version(5), grade.record(), false)));

        waiting.drop(List.of(grade));

        assertThat(waiting.count()).isEqualTo(1);
        assertThat(south.count()).isEqualTo(1);
    }

    @Test
    void whatOneInstanceDecidesNoOtherGetsForAWhile() throws Exception {
        WaitingChildren other = instance(TestLedgers.TENANT);
        waiting.keep(List.of(grade("7-1", "7", 10), grade("8-1", "8", 10)));
        ledgers.execute("UPDATE zoho.waiting SET since = now() - interval '15 days'");
        student("7");

        assertThat(waiting.due(LIMIT, 1)).extracting(Child::key).containsExactly("7-1");
        assertThat(other.due(LIMIT, 10)).extracting(Child::key).containsExactly("8-1");
        assertThat(waiting.due(LIMIT, 10))
                .as("its own again")
                .extracting(Child::key)
                .containsExactly("7-1");

        ledgers.execute("UPDATE zoho.waiting SET handed_until = now()");
        assertThat(other.due(LIMIT, 10)).extracting(Child::key).containsExactly("7-1", "8-1");
    }

    @Test
    void whatTheDatabaseSwallowsIsNamedAndItsNeighboursAreKept() throws Exception {
        ledgers.swallow("zoho.waiting", "BEFORE INSERT", "NEW.key = '7-2'");

        assertThat(waiting.keep(List.of(grade("7-1", "7", 10), grade("7-2", "7", 10), grade("7-3", "7", 10))))
                .extracting(Child::key)
                .containsExactly("7-2");

        assertThat(waiting.count()).isEqualTo(2);
    }

    @Test
    void aNewerVersionThatTheDatabaseSwallowsIsNamedThoughAnOlderIsKept() throws Exception {
        waiting.keep(List.of(grade("7-1", "7", 20)));
        ledgers.swallow("zoho.waiting", "BEFORE UPDATE", "true");

        assertThat(waiting.keep(List.of(grade("7-1", "7", 30)))).hasSize(1);
        assertThat(waiting.keep(List.of(grade("7-1", "7", 10)))).isEmpty();
    }

    private WaitingChildren instance(String tenant) {
        return ledgers.database().waiting(tenant, TestLedgers.ORG, UUID.randomUUID());
    }

    private void student(String key) throws Exception {
        ledgers.instance().found(Role.STUDENT, Map.of(key, "z" + key));
    }

    private static Child grade(String key, String student, int version) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("ce_id", "one".getBytes(UTF_8));
        headers.add("ce_id", new byte[] {0, -1, 92, 34});
        return child(
                key, student, version, ("north:" + student).getBytes(UTF_8), "{\"ä\\u0000\"}".getBytes(UTF_8), headers);
    }

    private static Child child(
            String key, String student, int version, byte[] recordKey, byte[] value, RecordHeaders headers) {
        return new Child(
                Role.GRADE,
                key,
                student,
                version(version),
                new ConsumerRecord<>(
                        "moodle.grade-enriched",
                        3,
                        1_000 + version,
                        1_800_000_000_123L,
                        TimestampType.LOG_APPEND_TIME,
                        recordKey == null ? -1 : recordKey.length,
                        value == null ? -1 : value.length,
                        recordKey,
                        value,
                        headers,
                        Optional.empty()),
                false);
    }
}
