package io.moodlepipeline.writer.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.event.BandBasis;
import io.moodlepipeline.event.Banding;
import io.moodlepipeline.event.BtecGrade;
import io.moodlepipeline.event.EventCodec;
import io.moodlepipeline.event.EventType;
import io.moodlepipeline.runtime.consumer.Outcome.Settled;
import io.moodlepipeline.runtime.consumer.TargetException;
import io.moodlepipeline.testkit.PostgresBackend;
import io.moodlepipeline.testkit.SampleEvents;
import io.moodlepipeline.testkit.junit.OnBackends;
import io.moodlepipeline.testkit.tables.BusinessColumns;
import io.moodlepipeline.writer.TestTables;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What senders may tell or not: the rows hold it, or null. */
@OnBackends
class RowsIT {
    private static final List<String> OF_AN_ENROLMENT = List.of("course_short_name", "role_ids", "deleted");
    private static final List<String> OF_A_GRADE = List.of(
            "item_type",
            "item_module",
            "course_id",
            "course_short_name",
            "grade_min",
            "grade_max",
            "scale",
            "hidden",
            "deleted");

    private final TestTables tables;
    private final PostgresSink sink;

    RowsIT(PostgresBackend postgres) {
        tables = new TestTables(postgres);
        sink = tables.sink();
    }

    @AfterEach
    void close() {
        tables.close();
    }

    @Test
    void anEnrolmentIsKeptWithAllItsRoles() throws Exception {
        write(List.of(enrolment(1, enrolment -> {
            enrolment.put("courseshortname", "BTEC, Level \"3\" 🎓").put("deleted", true);
            enrolment.putArray("roleids").add(3).add(5).add(Long.MAX_VALUE);
        })));

        assertThat(row("enrollments 1"))
                .containsEntry("course_short_name", "BTEC, Level \"3\" 🎓")
                .containsEntry("role_ids", "{3,5,9223372036854775807}")
                .containsEntry("deleted", "true")
                .containsEntry("status", "active");
    }

    @Test
    void rowsOfOneBatchKeepEachTheirOwnRoles() throws Exception {
        write(List.of(
                enrolment(1, enrolment -> enrolment.putArray("roleids").add(3).add(5)),
                enrolment(2, enrolment -> enrolment.putArray("roleids")),
                enrolment(3, enrolment -> {}),
                enrolment(4, enrolment -> enrolment.putArray("roleids").add(9))));

        assertThat(List.of(1, 2, 4))
                .extracting(id -> row("enrollments " + id).get("role_ids"))
                .containsExactly("{3,5}", "{}", "{9}");
        assertThat(row("enrollments 3")).containsEntry("role_ids", null);
    }

    @Test
    void aGradeIsKeptWithWhatItIsFor() throws Exception {
        write(List.of(grade(grade -> grade.put("itemtype", "mod")
                .put("itemmodule", "assign")
                .put("courseid", 7)
                .put("courseshortname", "برمجة")
                .put("grademin", -1.5)
                .put("grademax", 4)
                .put("scale", "Refer, Pass,Merit ,جيد")
                .put("hidden", true)
                .put("deleted", false))));

        assertThat(row("grades 1001 5001"))
                .containsEntry("item_type", "mod")
                .containsEntry("item_module", "assign")
                .containsEntry("course_id", "7")
                .containsEntry("course_short_name", "برمجة")
                .containsEntry("grade_min", "-1.5")
                .containsEntry("grade_max", "4")
                .containsEntry("scale", "Refer, Pass,Merit ,جيد")
                .containsEntry("hidden", "true")
                .containsEntry("deleted", "false")
                .containsEntry("band_basis", "scale");
    }

    @Test
    void aScaleSentAsAnArrayIsKeptAsItsWords() throws Exception {
        write(List.of(grade(grade -> grade.putArray("scale").add("Refer").add("Pass"))));

        assertThat(row("grades 1001 5001")).containsEntry("scale", "Refer,Pass");
    }

    @Test
    void whatASenderDoesNotTellIsNull() throws Exception {
        write(List.of(enrolment(1, enrolment -> {}), grade(grade -> {})));

        Map<String, String> enrolment = row("enrollments 1");
        assertThat(OF_AN_ENROLMENT).allSatisfy(column -> assertThat(enrolment).containsEntry(column, null));
        Map<String, String> grade = row("grades 1001 5001");
        assertThat(OF_A_GRADE).allSatisfy(column -> assertThat(grade).containsEntry(column, null));
    }

    /** A row is one event's, whole: half of it from another would be a state that Moodle never had. */
    @Test
    void aNewerEventThatTellsLessLeavesNothingOfTheOlder() throws Exception {
        write(List.of(enrolment(
                1,
                enrolment -> enrolment.put("deleted", true).putArray("roleids").add(5))));
        write(List.of(enrolment(1, enrolment -> enrolment.put("timemodified", SampleEvents.TIME + 60))));

        assertThat(row("enrollments 1")).containsEntry("deleted", null).containsEntry("role_ids", null);
    }

    private void write(List<ConsumerRecord<byte[], byte[]>> records) throws TargetException {
        assertThat(sink.write(records)).containsOnly(Settled.APPLIED);
    }

    private Map<String, String> row(String key) {
        try {
            return BusinessColumns.read(tables.target()).get(key);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private ConsumerRecord<byte[], byte[]> enrolment(long id, Consumer<ObjectNode> change) {
        return tables.record(EventType.USER_ENROLLED, SampleEvents.userEnrolled(enrolment -> {
            enrolment.put("enrollmentid", id).put("timemodified", SampleEvents.TIME);
            change.accept(enrolment);
        }));
    }

    private ConsumerRecord<byte[], byte[]> grade(Consumer<ObjectNode> change) {
        Banding merit = new Banding(BtecGrade.MERIT, null, BandBasis.SCALE, null, 1);
        return tables.record(
                EventType.GRADE_ENRICHED,
                EventCodec.encodeEnriched(SampleEvents.gradeUpdated(change), Map.of(), merit));
    }
}
