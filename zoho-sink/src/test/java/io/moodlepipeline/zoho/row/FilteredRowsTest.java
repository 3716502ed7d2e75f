package io.moodlepipeline.zoho.row;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.event.Banding;
import io.moodlepipeline.runtime.consumer.ConsumedEvent;
import io.moodlepipeline.testkit.SampleEvents;
import io.moodlepipeline.zoho.mapping.Filters;
import io.moodlepipeline.zoho.mapping.Mapping;
import io.moodlepipeline.zoho.mapping.MappingFile;
import io.moodlepipeline.zoho.mapping.Role;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events that make no record, and what a record that is there loses by them. */
class FilteredRowsTest {
    private static final Filters BUILT_IN = MappingFile.builtIn().filters();

    private final Schema schema = new Schema();

    @ParameterizedTest(name = "roles {0} beside roleid {1}: {2}")
    @CsvSource({
        "5, 5, true",
        "3 5, 3, true",
        "5 3, 5, true",
        // As Moodle has it between an enrolment and its role, for students and for teachers.
        "'', 5, false",
        "3, 5, false",
        "3 9, 3, false",
        // From a sender that tells no more.
        ", 5, true",
        ", 3, false"
    })
    void anEnrolmentIsSentForTheRolesThatTheUserReallyHas(String roleIds, long roleId, boolean sent) {
        ConsumedEvent event = Events.enrolment(enrolment -> {
            enrolment.put("roleid", roleId);
            if (roleIds != null) {
                Stream.of(roleIds.split(" "))
                        .filter(id -> !id.isEmpty())
                        .map(Long::valueOf)
                        .forEach(enrolment.withArray("roleids")::add);
                enrolment.withArray("roleids");
            }
        });

        assertThat(rows(BUILT_IN).draft(event).sent()).isEqualTo(sent);
    }

    @Test
    void anEnrolmentThatIsDeletedMakesNoRecordWhateverItsRoles() {
        ConsumedEvent event = Events.enrolment(
                enrolment -> enrolment.put("deleted", true).putArray("roleids").add(5));

        assertThat(rows(BUILT_IN).draft(event).sent()).isFalse();
    }

    @ParameterizedTest(name = "{0}: sent {1}, with totals {2}")
    @CsvSource({
        "mod, true, true",
        "manual, true, true",
        "category, false, true",
        "course, false, true",
    })
    void aTotalIsKnownByItsType(String type, boolean sent, boolean sentWithTotals) {
        ConsumedEvent event =
                Events.grade(Events.MERIT, grade -> grade.put("itemtype", type).put("itemname", "Has a name"));

        assertThat(rows(BUILT_IN).draft(event).sent()).isEqualTo(sent);
        assertThat(rows(new Filters(Set.of(5L), true, false)).draft(event).sent())
                .isEqualTo(sentWithTotals);
    }

    @Test
    void anItemWithoutNameIsNoTotalWhenItsTypeSaysSo() {
        ConsumedEvent event = Events.grade(
                Events.MERIT, grade -> grade.put("itemtype", "manual").putNull("itemname"));

        assertThat(rows(BUILT_IN).draft(event).sent()).isTrue();
    }

    @Test
    void aHiddenGradeIsSentOnlyWhereTheMappingSaysSo() {
        ConsumedEvent event = hidden(true);

        assertThat(rows(BUILT_IN).draft(event).sent()).isFalse();
        assertThat(rows(new Filters(Set.of(5L), false, true)).draft(event).sent())
                .isTrue();
        assertThat(rows(BUILT_IN).draft(hidden(false)).sent()).isTrue();
    }

    @Test
    void aRecordOfAnEnrolmentThatIsNoMoreEnds() {
        ObjectNode content = withdrawn(Events.enrolment(
                enrolment -> enrolment.put("deleted", true).put("status", 1).putArray("roleids")));

        assertThat(content)
                .hasToString(
                        "{\"Moodle_Enrollment_ID\":\"2001\",\"Name\":\"3001 / user 1001\","
                                + "\"Moodle_Course_ID\":\"3001\",\"Status\":\"Ended\",\"Start_Date\":\"2025-09-01\",\"End_Date\":null}");
    }

    @Test
    void aRecordOfWhoIsNoStudentAnyMoreEndsToo() {
        assertThat(withdrawn(Events.enrolment(
                                enrolment -> enrolment.putArray("roleids").add(3)))
                        .get("Status"))
                .hasToString("\"Ended\"");
    }

    @Test
    void aHiddenGradesRecordLosesAwardDateAndTheTeachersWords() {
        ObjectNode content = withdrawn(hidden(true));

        assertThat(content.remove("Moodle_Grade_Composite_Key").textValue()).isEqualTo("1001-5001");
        assertThat(content.remove("Name").textValue()).isEqualTo("Unit 1: Assignment A");
        assertThat(content.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("Grade", "BTEC_Grade_Name", "Band_Basis", "Attempt_Date", "Feedback");
        assertThat(content).allMatch(JsonNode::isNull);
    }

    @Test
    void aDeletedGradesRecordIsNotGraded() {
        ConsumedEvent event = deleted(grade -> grade.put("gradeid", 4002));

        assertThat(rows(BUILT_IN).draft(event).sent()).isFalse();
        assertThat(withdrawn(event))
                .hasToString("{\"Moodle_Grade_Composite_Key\":\"1001-5001\",\"Name\":\"Unit 1: Assignment A\","
                        + "\"Moodle_Grade_ID\":\"4002\",\"Grade\":null,\"BTEC_Grade_Name\":\"Not Graded\",\"Band_Basis\":null,"
                        + "\"Feedback\":\"Well done.\",\"Attempt_Date\":null}");
    }

    @Test
    void aDeletedGradeThatWasHiddenShowsNothingEither() {
        ObjectNode content = withdrawn(deleted(grade -> grade.put("hidden", true)));

        assertThat(content.has("Feedback")).isTrue();
        assertThat(content.hasNonNull("Feedback")).isFalse();
    }

    @Test
    void whatARecordCannotHoldDoesNotKeepItFromEnding() {
        schema.put(Role.ENROLMENT, Schema.mandatory(Schema.field("Moodle_Course_ID", "text", 2)))
                .put(Role.ENROLMENT, Schema.list("Status", "Active", "Ended"));
        ConsumedEvent event = Events.enrolment(enrolment -> enrolment.putArray("roleids"));

        assertThat(withdrawn(event).get("Status")).hasToString("\"Ended\"");
    }

    private static ConsumedEvent hidden(boolean hidden) {
        return Events.grade(Events.MERIT, grade -> grade.put("hidden", hidden));
    }

    private static ConsumedEvent deleted(Consumer<ObjectNode> change) {
        return Events.grade(
                Banding.notGraded(1),
                grade -> change.accept(grade.putNull("finalgrade").put("deleted", true)));
    }

    private ObjectNode withdrawn(ConsumedEvent event) {
        Rows rows = rows(BUILT_IN);
        return rows.withdrawn(event, rows.draft(event)).content();
    }

    private Rows rows(Filters filters) {
        Mapping builtIn = MappingFile.builtIn();
        return new MappedRows(
                new Mapping(builtIn.modules(), builtIn.match().orElse(null), filters),
                schema.fields(),
                "north",
                ZoneOffset.UTC,
                InstantSource.fixed(Instant.ofEpochSecond(SampleEvents.TIME)));
    }
}
