package io.moodlepipeline.ops.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.moodlepipeline.event.EventType;
import io.moodlepipeline.ops.ExitCode;
import io.moodlepipeline.ops.Ops;
import io.moodlepipeline.ops.running.OnRunningServices;
import io.moodlepipeline.ops.running.School;
import io.moodlepipeline.testkit.SampleEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** The verb against a pipeline that runs. Each test is a school of its own, whose rows it then tampers with. */
class VerifyIT extends OnRunningServices {
    @Test
    void nothingIsLostOfEventsOfAllKindsAndInAnyOrder() throws Exception {
        school.userCreated(1, user -> user.put("firstname", "Newest").put("timemodified", SampleEvents.TIME + 9));
        school.userUpdated(1, user -> user.put("firstname", "Late"));
        school.userUpdated(2, user -> user.putNull("city").put("email", "").put("timecreated", 0));
        school.userEnrolled(1, 11);
        school.gradeUpdated(1, 21, grade -> {});
        school.gradeUpdated(1, 22, grade -> grade.putNull("finalgrade").putNull("feedback"));
        school.gradeUpdated(
                1,
                23,
                grade -> grade.put("finalgrade", new java.math.BigDecimal("1E1"))
                        .put("grademax", new java.math.BigDecimal("30.00")));
        services.awaitDrained();

        Ops.Result answer = verify();

        assertThat(answer.exitCode()).as(answer.err()).isEqualTo(ExitCode.OK);
        assertThat(answer.out()).contains("0 lost").doesNotContain("WHAT TO DO");
        assertThat(line(answer, "students")).containsExactly("3", "2", "0", "0", "0", "0", "0", "0", "0");
        assertThat(line(answer, "grades")).containsExactly("3", "3", "0", "0", "0", "0", "0", "0", "0");
        assertThat(findings()).isEmpty();
    }

    @Test
    void whatThePluginTellsBesidesIsComparedToo() throws Exception {
        school.send(
                EventType.USER_ENROLLED,
                1,
                SampleEvents.userEnrolled(enrolment -> enrolment
                        .put("userid", 1)
                        .put("deleted", true)
                        .putArray("roleids")
                        .add(9)
                        .add(5)));
        school.send(
                EventType.USER_ENROLLED,
                1,
                SampleEvents.userEnrolled(enrolment ->
                        enrolment.put("userid", 1).put("enrollmentid", 12).putArray("roleids")));
        school.gradeUpdated(
                1,
                1,
                grade -> grade.put("courseid", 3)
                        .put("itemtype", "mod")
                        .put("grademin", 1)
                        .put("grademax", 4)
                        .put("finalgrade", 3)
                        .put("scale", "Refer,Pass,Merit,Distinction")
                        .put("hidden", true));
        services.awaitDrained();
        assertThat(findings()).isEmpty();

        execute("UPDATE enrollments SET role_ids = '{5}' WHERE %s AND deleted");
        execute("UPDATE grades SET hidden = false WHERE %s");
        assertThat(findings())
                .extracting(finding -> finding.get("what_to_do").asText())
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("differs in role_ids:"),
                        second -> assertThat(second).startsWith("differs in hidden:"));
    }

    @Test
    void aRowThatWasDeletedIsMissing() throws Exception {
        School.Sent sent = school.userCreated(7, user -> {});
        services.awaitDrained();
        assertThat(execute("DELETE FROM students WHERE %s")).isEqualTo(1);

        assertThat(verify().exitCode()).isEqualTo(ExitCode.FAILED);
        JsonNode finding = onlyFinding();
        assertThat(finding.get("finding").asText()).isEqualTo("missing");
        assertThat(finding.get("table").asText()).isEqualTo("students");
        assertThat(finding.get("key").asText()).isEqualTo("moodle_user_id=7");
        assertThat(finding.get("event_id").asText()).isEqualTo(sent.eventId().toString());
        assertThat(finding.get("place").asText()).isEqualTo(sent.place());
        assertThat(finding.get("what_to_do").asText())
                .contains("replay --group db-writer --topic " + sent.topic() + ":" + sent.partition() + " --to-offset "
                        + sent.offset());
    }

    @Test
    void aRowWhoseVersionWasSetBackIsStale() throws Exception {
        School.Sent newest = school.gradeUpdated(7, 1, grade -> grade.put("timemodified", SampleEvents.TIME + 5));
        services.awaitDrained();
        execute("UPDATE grades SET version_time = version_time - interval '1 second' WHERE %s");

        assertThat(verify().exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(onlyFinding().get("finding").asText()).isEqualTo("stale");
        assertThat(onlyFinding().get("event_id").asText())
                .isEqualTo(newest.eventId().toString());
    }

    @Test
    void aRowOfAnOlderEventIsStaleAlsoWhenTheNewestEventIsOnAnotherTopic() throws Exception {
        school.userCreated(7, user -> user.put("firstname", "Older"));
        services.awaitDrained();
        execute("CREATE TABLE kept AS SELECT * FROM students WHERE %s");
        School.Sent newest = school.userUpdated(7, user -> user.put("timemodified", SampleEvents.TIME + 5));
        services.awaitDrained();
        execute("DELETE FROM students WHERE %s");
        services.execute("INSERT INTO students SELECT * FROM kept");

        assertThat(onlyFinding().get("finding").asText()).isEqualTo("stale");
        assertThat(onlyFinding().get("place").asText()).isEqualTo(newest.place());
        services.execute("DROP TABLE kept");
    }

    @Test
    void aValueThatWasChangedIsWrongAndTheColumnIsNamedButNotTheValue() throws Exception {
        school.userCreated(7, user -> {});
        services.awaitDrained();
        execute("UPDATE students SET email = 'somebody@else.example', city = NULL WHERE %s");

        Ops.Result answer = verify();

        assertThat(answer.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(answer.out()).contains("1 lost").doesNotContain("somebody", "amal", "Amman");
        assertThat(onlyFinding().get("finding").asText()).isEqualTo("wrong");
        assertThat(onlyFinding().get("what_to_do").asText())
                .startsWith("differs in email, city: stop db-writer, then java");
    }

    @Test
    void aNumberIsComparedByItsWorth() throws Exception {
        school.gradeUpdated(7, 1, grade -> grade.put("finalgrade", new java.math.BigDecimal("65.50")));
        services.awaitDrained();
        execute("UPDATE grades SET final_grade = 65.5000 WHERE %s");
        assertThat(findings()).isEmpty();

        execute("UPDATE grades SET final_grade = 65.5001 WHERE %s");
        assertThat(onlyFinding().get("what_to_do").asText()).startsWith("differs in final_grade:");
    }

    @Test
    void aVersionFromNowhereIsWrongAndAReplayAloneWouldNotHelp() throws Exception {
        school.userCreated(7, user -> {});
        services.awaitDrained();
        execute("UPDATE students SET version_time = version_time + interval '1 day' WHERE %s");

        assertThat(onlyFinding().get("finding").asText()).isEqualTo("wrong");
        assertThat(onlyFinding().get("what_to_do").asText())
                .startsWith("differs in version_time: no event has the row's version; delete the row");
    }

    @Test
    void aRowThatNoEventExplainsIsExtraAndNothingIsLost() throws Exception {
        school.userCreated(7, user -> {});
        services.awaitDrained();
        execute(
                "INSERT INTO students (SELECT tenant_id, 8, username, first_name, last_name, email, id_number, phone, city,"
                        + " country, suspended, deleted, moodle_created_at, moodle_modified_at, event_id, version_time,"
                        + " version_sequence, source_topic, source_partition, source_offset, received_at, written_at"
                        + " FROM students WHERE %s)");

        assertThat(verify().exitCode()).isEqualTo(ExitCode.OK);
        assertThat(onlyFinding().get("finding").asText()).isEqualTo("extra");
        assertThat(onlyFinding().get("key").asText()).isEqualTo("moodle_user_id=8");
    }

    @Test
    void aRowWhoseEventIsNotRetainedAnyMoreIsOutOfRangeAndNoProblem() throws Exception {
        School.Sent sent = school.gradeUpdated(7, 1, grade -> {});
        services.awaitDrained();
        deleteBefore(new TopicPartition(EventType.GRADE_ENRICHED.topic(), sent.partition()));

        Ops.Result answer = verify();

        assertThat(answer.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(findings()).isEmpty();
        assertThat(line(answer, "grades")).containsExactly("0", "1", "0", "0", "0", "0", "0", "0", "1");
        // The grade itself is retained, and its judgement is not.
        assertThat(line(answer, "moodle.grade-enriched")).containsExactly("1", "-", "0", "0", "0", "0", "0", "0", "1");
    }

    @Test
    void whatAConsumerKeptAsADeadLetterIsDeadAndNotLost() throws Exception {
        services.execute("ALTER TABLE students ADD CONSTRAINT no_sixteen CHECK (moodle_user_id <> 16)");
        School.Sent refused = school.userCreated(16, user -> {});
        School.Sent unreadable = school.userCreated(17, user -> user.put("suspended", "no"));
        School.Sent unjudged =
                school.gradeUpdated(18, 1, grade -> grade.put("grademin", 5).put("grademax", 5));
        services.awaitDrained();
        services.execute("ALTER TABLE students DROP CONSTRAINT no_sixteen");

        assertThat(verify().exitCode()).isEqualTo(ExitCode.OK);
        assertThat(findings())
                .extracting(finding -> finding.get("finding").asText())
                .containsOnly("dead");
        assertThat(findings())
                .extracting(finding -> finding.get("event_id").asText())
                .containsExactlyInAnyOrder(
                        refused.eventId().toString(),
                        unreadable.eventId().toString(),
                        unjudged.eventId().toString());
        assertThat(findings())
                .extracting(finding -> finding.get("what_to_do").asText())
                .contains("java -jar ops-cli.jar dlt show --event-id " + unjudged.eventId()
                        + " --consumer grade-processor --tenant " + school.tenant()
                        + " says why, and what to do");
    }

    @Test
    void aDeadLetterLeavesTheRowAtTheNewestVersionThatIsNotDead() throws Exception {
        school.userCreated(16, user -> user.put("firstname", "Good"));
        services.awaitDrained();
        services.execute("ALTER TABLE students ADD CONSTRAINT no_bad CHECK (first_name <> 'Bad')");
        School.Sent bad =
                school.userUpdated(16, user -> user.put("firstname", "Bad").put("timemodified", SampleEvents.TIME + 5));
        services.awaitDrained();
        services.execute("ALTER TABLE students DROP CONSTRAINT no_bad");

        assertThat(onlyFinding().get("finding").asText()).isEqualTo("dead");
        assertThat(onlyFinding().get("event_id").asText())
                .isEqualTo(bad.eventId().toString());
        // A row that is older than that has lost something all the same.
        execute("DELETE FROM students WHERE %s");
        assertThat(findings())
                .extracting(finding -> finding.get("finding").asText())
                .containsExactly("missing", "dead");
    }

    @Test
    void aGradeThatWasConsumedAndNeverCameOutIsMissing() throws Exception {
        // Without a judgement before it, it could have lost its own to retention.
        school.gradeUpdated(7, 2, grade -> {});
        services.awaitDrained();
        services.stopProcessor();
        School.Sent skipped = school.gradeUpdated(7, 1, grade -> {});
        TopicPartition partition = new TopicPartition(skipped.topic(), skipped.partition());
        commit("grade-processor", partition, skipped.offset() + 1);

        try {
            assertThat(verify().exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(onlyFinding().get("finding").asText()).isEqualTo("missing");
            assertThat(onlyFinding().get("table").asText()).isEqualTo("moodle.grade-enriched");
            assertThat(onlyFinding().get("what_to_do").asText())
                    .contains("replay --group grade-processor --topic moodle.grade-updated:" + skipped.partition());
        } finally {
            services.startProcessor();
        }
    }

    @Test
    void whatIsNotConsumedYetIsPending() {
        services.stopWriter();
        try {
            school.userCreated(7, user -> {});
            school.userCreated(8, user -> {});

            Ops.Result answer = verify();

            assertThat(answer.exitCode()).isEqualTo(ExitCode.OK);
            assertThat(line(answer, "students")).containsExactly("2", "0", "0", "0", "0", "0", "0", "2", "0");
            assertThat(answer.out()).contains("0 lost", "pending has not been consumed yet");
        } finally {
            services.startWriter();
        }
    }

    @Test
    void aRunningPipelineGivesNoFalseAlarm() throws Exception {
        AtomicBoolean stopped = new AtomicBoolean();
        Thread load = new Thread(() -> {
            try (School busy = new School(services.brokers(), school.tenant())) {
                for (long i = 0; !stopped.get(); i++) {
                    long user = i % 20;
                    long time = SampleEvents.TIME + i;
                    busy.userUpdated(
                            user + 1,
                            changed -> changed.put("firstname", "At " + time).put("timemodified", time));
                    busy.gradeUpdated(
                            user + 1,
                            1,
                            grade -> grade.put("finalgrade", time % 100).put("timemodified", time));
                }
            }
        });
        load.start();
        try {
            for (int i = 0; i < 6; i++) {
                Ops.Result answer = verify();
                assertThat(answer.out()).contains("\n0 lost");
                assertThat(answer.exitCode()).isEqualTo(ExitCode.OK);
            }
        } finally {
            stopped.set(true);
            load.join();
        }
        services.awaitDrained();
        assertThat(findings()).isEmpty();
    }

    @Test
    void aSchoolNobodyHasHeardOfIsNotInOrder() {
        Ops.Result answer = services.run("verify", "--tenant", "nobody");

        assertThat(answer.exitCode()).isEqualTo(ExitCode.NOTHING_MATCHED);
        assertThat(answer.err()).contains("There is nothing of tenant nobody");
        assertThat(answer.out()).doesNotContain("0 lost");
    }

    @Test
    void oneTableIsComparedAlone() throws Exception {
        school.userCreated(7, user -> {});
        school.userEnrolled(7, 1);
        services.awaitDrained();
        execute("DELETE FROM students WHERE %s");

        assertThat(verify("--table", "enrollments").exitCode()).isEqualTo(ExitCode.OK);
        assertThat(verify("--table", "students", "--table", "enrollments").exitCode())
                .isEqualTo(ExitCode.FAILED);
        assertThat(verify("--table", "teachers").exitCode()).isEqualTo(ExitCode.USAGE);
    }

    private static void commit(String group, TopicPartition partition, long offset)
            throws InterruptedException, ExecutionException {
        services.admin()
                .alterConsumerGroupOffsets(
                        group, Map.of(partition, new org.apache.kafka.clients.consumer.OffsetAndMetadata(offset)))
                .all()
                .get();
    }

    private static void deleteBefore(TopicPartition partition) throws InterruptedException, ExecutionException {
        services.admin()
                .deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(services.end(partition))))
                .all()
                .get();
    }

    /** @param sql with {@code %s} for the condition that chooses this school's rows */
    private int execute(String sql) throws Exception {
        return services.execute(String.format(sql, "tenant_id = '" + school.tenant() + "'"));
    }

    private Ops.Result verify(String... further) {
        List<String> arguments = new ArrayList<>(List.of("verify", "--tenant", school.tenant()));
        arguments.addAll(List.of(further));
        return services.run(arguments.toArray(String[]::new));
    }

    private List<JsonNode> findings() {
        return StreamSupport.stream(verify("-o", "json").json().spliterator(), false)
                .toList();
    }

    private JsonNode onlyFinding() {
        assertThat(findings()).hasSize(1);
        return findings().get(0);
    }

    /** The counts behind a name in the printed table. */
    private static List<String> line(Ops.Result answer, String name) {
        return answer.out()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> List.of(line.substring(name.length()).trim().split(" +")))
                .findFirst()
                .orElseThrow();
    }
}
