package io.moodlepipeline.ops.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.event.EventHeaders;
import io.moodlepipeline.event.EventType;
import io.moodlepipeline.event.Topics;
import io.moodlepipeline.ops.ExitCode;
import io.moodlepipeline.ops.Ops;
import io.moodlepipeline.ops.running.OnRunningServices;
import io.moodlepipeline.ops.running.School;
import io.moodlepipeline.testkit.SampleEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The verb against a pipeline that runs. Each test is a school of its own. */
class TraceIT extends OnRunningServices {
    @Test
    void aGradeIsFollowedFromTheGatewayToItsRow() {
        School.Sent grade = school.gradeUpdated(7, 3, sent -> sent.put("finalgrade", 65));
        services.awaitDrained();

        Ops.Result answer = trace(grade);

        assertThat(answer.exitCode()).as(answer.err()).isEqualTo(ExitCode.OK);
        assertThat(answer.out())
                .contains("about user 7")
                .containsSubsequence(
                        "accepted",
                        grade.place(),
                        "grade for item 3",
                        "judged",
                        "moodle.grade-enriched:" + grade.partition() + ":",
                        "band Merit, basis assumed-100, rules 1",
                        "row",
                        "grades moodle_user_id=7 item_id=3",
                        "It is in the table grades since ");
    }

    @Test
    void gradesAndWhatTheyAreCalledAreShownOnRequestAndFeedbackAndNamesNever() {
        school.userCreated(7, user -> {});
        School.Sent grade = school.gradeUpdated(7, 3, sent -> sent.put("finalgrade", 65.5));
        services.awaitDrained();

        assertThat(trace(grade).out() + person(7).out())
                .doesNotContain("65.5", "Unit 1", "Well done", "amal", "Haddad");
        assertThat(services.run("trace", grade.eventId().toString(), "--reveal").out())
                .contains("Unit 1: Assignment A", "65.5")
                .doesNotContain("Well done");
        assertThat(person(7, "--reveal").out()).contains("65.5").doesNotContain("Well done", "amal", "Haddad");
    }

    @Test
    void anEventThatANewerOneReplacedNamesThatOne() {
        School.Sent newer = school.userUpdated(7, user -> user.put("timemodified", SampleEvents.TIME + 5));
        School.Sent late = school.userCreated(7, user -> {});
        services.awaitDrained();

        assertThat(trace(late).out())
                .contains("A newer event is in the table students instead: " + newer.eventId()
                        + " of 2025-09-01T08:00:05Z");
    }

    @Test
    void aDeadLetterSaysWhoCouldNotUseItAndWhatItsCodeAsksFor() {
        School.Sent grade =
                school.gradeUpdated(7, 3, sent -> sent.put("grademin", 10).put("grademax", 10));
        services.awaitDrained();

        Ops.Result answer = trace(grade);

        assertThat(answer.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(answer.out())
                .containsSubsequence(
                        "dead letter",
                        "moodle.dead-letter:",
                        "grade-processor could not use it: CONTRADICTORY_GRADE_RANGE, attempt 1",
                        "kept as a dead letter, which is open",
                        "What to do: (registry) " + DeadLetterCode.CONTRADICTORY_GRADE_RANGE.remedy(),
                        "java -jar ops-cli.jar dlt show ");
    }

    @Test
    void whatTheGatewayRefusedIsFoundByItsId() {
        UUID id = UUID.randomUUID();
        refuse(id, school.tenant());

        assertThat(services.run("trace", id.toString()).out())
                .contains("The ingest-gateway could not use it (INVALID_FIELD)");
    }

    @Test
    void anEventIdThatTwoSchoolsHaveIsTracedForOneOfThem() {
        UUID id = UUID.randomUUID();
        String other = school.tenant() + "-2";
        refuse(id, school.tenant());
        refuse(id, other);

        Ops.Result any = services.run("trace", id.toString());
        Ops.Result one = services.run("trace", id.toString(), "--tenant", other);

        assertThat(any.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(any.err()).contains("say which one's with --tenant: " + school.tenant() + ", " + other);
        assertThat(one.exitCode()).as(one.err()).isEqualTo(ExitCode.OK);
        assertThat(one.out()).containsOnlyOnce("ingest-gateway could not use it: INVALID_FIELD");
    }

    private void refuse(UUID id, String tenant) {
        ProducerRecord<byte[], byte[]> letter =
                new ProducerRecord<>(Topics.DEAD_LETTER, tenant.getBytes(UTF_8), "{}".getBytes(UTF_8));
        Map.of(
                        EventHeaders.ID,
                        id.toString(),
                        EventHeaders.TENANT,
                        tenant,
                        "dlt.consumer",
                        "ingest-gateway",
                        "dlt.code",
                        "INVALID_FIELD",
                        "__connect.errors.topic",
                        EventType.USER_CREATED.topic())
                .forEach((name, value) -> letter.headers().add(name, value.getBytes(UTF_8)));
        school.send(letter);
    }

    @Test
    void anEventThatIsNotConsumedYetWaits() {
        services.stopWriter();
        try {
            School.Sent user = school.userCreated(7, sent -> {});

            assertThat(trace(user).out()).contains("It waits for the db-writer, which has not come to it yet.");
        } finally {
            services.startWriter();
        }
    }

    @Test
    void anEventWhoseRowIsGoneIsCalledLost() throws Exception {
        School.Sent user = school.userCreated(7, sent -> {});
        services.awaitDrained();
        services.execute("DELETE FROM students WHERE tenant_id = '" + school.tenant() + "'");

        assertThat(trace(user).out()).contains("neither where it should be nor a dead letter", "verify");
    }

    @Test
    void allEventsOfAPersonAreListedWithWhatBecameOfThem() {
        School.Sent user = school.userCreated(7, created -> {});
        School.Sent enrolment = school.userEnrolled(7, 11);
        School.Sent older = school.gradeUpdated(7, 3, grade -> grade.put("finalgrade", 20));
        School.Sent newer = school.gradeUpdated(
                7, 3, grade -> grade.put("finalgrade", 80).put("timemodified", SampleEvents.TIME + 60));
        School.Sent bad = school.gradeUpdated(7, 4, grade -> grade.put("finalgrade", "eighty"));
        School.Sent ofAnother = school.userCreated(8, created -> {});
        services.awaitDrained();

        Ops.Result answer = person(7);

        assertThat(answer.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(answer.out())
                .containsSubsequence(
                        user.eventId().toString(),
                        "user",
                        "in the table",
                        enrolment.eventId().toString(),
                        "enrolment 11 in course",
                        "in the table",
                        older.eventId().toString(),
                        "grade for item 3",
                        "Refer",
                        "replaced",
                        newer.eventId().toString(),
                        "grade for item 3",
                        "Distinction",
                        "in the table",
                        bad.eventId().toString(),
                        "cannot be read",
                        "dead letter",
                        bad.eventId() + ": The grade-processor could not use it (INVALID_FIELD)")
                .doesNotContain(ofAnother.eventId().toString());
    }

    @Test
    void aRowWhoseEventIsNotRetainedAnyMoreIsShownAllTheSame() throws Exception {
        School.Sent user = school.userCreated(7, sent -> {});
        services.awaitDrained();
        TopicPartition partition = new TopicPartition(user.topic(), user.partition());
        services.admin()
                .deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(services.end(partition))))
                .all()
                .get();

        Ops.Result answer = person(7);
        assertThat(answer.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(answer.out())
                .contains(user.eventId().toString(), "the event itself is older than what the topics still hold");
        assertThat(trace(user).out()).contains("the event itself is older than what the topics still hold");
    }

    @Test
    void nothingFoundSaysWhatThatMeans() {
        Ops.Result answer = services.run("trace", UUID.randomUUID().toString());

        assertThat(answer.exitCode()).isEqualTo(ExitCode.NOTHING_MATCHED);
        assertThat(answer.out()).contains("never accepted here", "400 days");
        assertThat(person(99).exitCode()).isEqualTo(ExitCode.NOTHING_MATCHED);
    }

    static List<UUID> idsThatDoNotSayWhenTheirRecordWasWritten() {
        UUID anHourAhead = new UUID(((System.currentTimeMillis() + 3_600_000) << 16) | 0x7000, 0x8000000000000001L);
        UUID ofVersion4 = UUID.randomUUID();
        return List.of(anHourAhead, ofVersion4);
    }

    @ParameterizedTest
    @MethodSource("idsThatDoNotSayWhenTheirRecordWasWritten")
    void anIdOfAnotherVersionOrOfAClockAheadIsFoundAllTheSame(UUID id) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                EventType.USER_CREATED.topic(), (school.tenant() + ":7").getBytes(UTF_8), "{}".getBytes(UTF_8));
        record.headers().add(EventHeaders.ID, id.toString().getBytes(UTF_8));
        RecordMetadata kept = school.send(record);
        // Its dead letter, which is found at once, is not all that there is to find.
        services.awaitDrained();

        assertThat(services.run("trace", id.toString()).out())
                .contains(kept.topic() + ":" + kept.partition() + ":" + kept.offset());
    }

    @Test
    void anEventFromBeforeTheNumberOfPartitionsWasChangedIsFoundWhereItsKeyDoesNotBelong() throws Exception {
        School.Sent now = school.userEnrolled(7, 11);
        services.awaitDrained();
        TopicPartition other = new TopicPartition(now.topic(), (now.partition() + 1) % 3);
        services.admin()
                .deleteRecords(Map.of(other, RecordsToDelete.beforeOffset(services.end(other))))
                .all()
                .get();
        ProducerRecord<byte[], byte[]> before = new ProducerRecord<>(
                other.topic(), other.partition(), (school.tenant() + ":7").getBytes(UTF_8), "{}".getBytes(UTF_8));
        UUID id = UUID.randomUUID();
        before.headers().add(EventHeaders.ID, id.toString().getBytes(UTF_8));
        school.send(before);

        assertThat(person(7).out()).contains(now.eventId().toString(), id.toString());
    }

    @Test
    void aQuestionThatIsNoneIsRefused() {
        assertThat(services.run("trace").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(services.run("trace", "not-a-uuid").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(services.run("trace", UUID.randomUUID().toString(), "--user", "7")
                        .exitCode())
                .isEqualTo(ExitCode.USAGE);
        assertThat(services.run("trace", "--user", "7", "--tenant", "No Tenant").exitCode())
                .isEqualTo(ExitCode.USAGE);
    }

    private static Ops.Result trace(School.Sent sent) {
        return services.run("trace", sent.eventId().toString());
    }

    private Ops.Result person(long userId, String... further) {
        List<String> arguments =
                new ArrayList<>(List.of("trace", "--user", Long.toString(userId), "--tenant", school.tenant()));
        arguments.addAll(List.of(further));
        return services.run(arguments.toArray(String[]::new));
    }
}
