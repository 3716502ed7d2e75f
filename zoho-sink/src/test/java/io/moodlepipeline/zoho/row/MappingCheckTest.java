package io.moodlepipeline.zoho.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.moodlepipeline.zoho.mapping.MappingFile;
import io.moodlepipeline.zoho.mapping.Role;
import io.moodlepipeline.zoho.row.Finding.Severity;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MappingCheckTest {

    @Test
    void aSecondUniqueFieldIsAllThatIsSaidOfAZohoThatFits() {
        assertThat(findings(new Schema()))
                .extracting(Finding::severity, Finding::field)
                .containsExactly(tuple(Severity.NOTE, "Academic_Email"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mismatches")
    void eachMismatchIsFound(String what, Schema schema, Severity severity, String field, String problem) {
        assertThat(findings(schema))
                .filteredOn(finding -> finding.field().equals(field) && finding.severity() == severity)
                .singleElement()
                .satisfies(finding -> assertThat(finding.problem()).contains(problem))
                .satisfies(finding -> assertThat(finding.remedy()).isNotBlank());
    }

    static Stream<Arguments> mismatches() {
        return Stream.of(
                mismatch(
                        "key is missing",
                        new Schema().remove(Role.STUDENT, "Student_Moodle_ID"),
                        Severity.STOPS,
                        "Student_Moodle_ID",
                        "is not there"),
                mismatch(
                        "key is not unique",
                        new Schema().put(Role.STUDENT, Schema.text("Student_Moodle_ID")),
                        Severity.STOPS,
                        "Student_Moodle_ID",
                        "is not unique"),
                mismatch(
                        "key is read only",
                        new Schema().change(Role.STUDENT, "Student_Moodle_ID", Schema::readOnly),
                        Severity.STOPS,
                        "Student_Moodle_ID",
                        "cannot be written"),
                mismatch(
                        "key of two ids in a number",
                        new Schema()
                                .put(
                                        Role.GRADE,
                                        Schema.unique(Schema.field("Moodle_Grade_Composite_Key", "bigint", 0))),
                        Severity.STOPS,
                        "Moodle_Grade_Composite_Key",
                        "is of type bigint"),
                mismatch(
                        "key in a field of another shape",
                        new Schema().put(Role.STUDENT, Schema.unique(Schema.field("Student_Moodle_ID", "email", 0))),
                        Severity.STOPS,
                        "Student_Moodle_ID",
                        "is of type email"),
                mismatch("no Name", new Schema().remove(Role.GRADE, "Name"), Severity.STOPS, "Name", "is not there"),
                mismatch(
                        "Name is numbered by Zoho",
                        new Schema().put(Role.GRADE, Schema.field("Name", "autonumber", 0)),
                        Severity.STOPS,
                        "Name",
                        "is no text"),
                mismatch(
                        "Name is unique",
                        new Schema().change(Role.STUDENT, "Name", Schema::unique),
                        Severity.STOPS,
                        "Name",
                        "is unique"),
                mismatch(
                        "lookup to another module",
                        new Schema().put(Role.GRADE, Schema.lookup("Student", "Contacts")),
                        Severity.STOPS,
                        "Student",
                        "is no lookup to BTEC_Students"),
                mismatch(
                        "lookup is a text",
                        new Schema().put(Role.GRADE, Schema.text("Student")),
                        Severity.STOPS,
                        "Student",
                        "is no lookup"),
                mismatch(
                        "lookup is missing",
                        new Schema().remove(Role.ENROLMENT, "Enrolled_Students"),
                        Severity.STOPS,
                        "Enrolled_Students",
                        "is not there"),
                mismatch(
                        "award is missing",
                        new Schema().remove(Role.GRADE, "Grade"),
                        Severity.STOPS,
                        "Grade",
                        "is not there"),
                mismatch(
                        "award of another type",
                        new Schema().put(Role.GRADE, Schema.field("Grade", "date", 0)),
                        Severity.STOPS,
                        "Grade",
                        "which cannot hold finalgrade"),
                mismatch(
                        "award is a formula",
                        new Schema().put(Role.GRADE, Schema.field("Grade", "formula", 0)),
                        Severity.STOPS,
                        "Grade",
                        "which cannot be filled"),
                mismatch(
                        "optional field is missing",
                        new Schema().remove(Role.STUDENT, "City"),
                        Severity.FIELD_LEFT_OUT,
                        "City",
                        "is not there"),
                mismatch(
                        "optional field of another type",
                        new Schema().put(Role.STUDENT, Schema.field("City", "integer", 0)),
                        Severity.FIELD_LEFT_OUT,
                        "City",
                        "which cannot hold city"),
                mismatch(
                        "mandatory field of another type",
                        new Schema().put(Role.STUDENT, Schema.mandatory(Schema.field("City", "integer", 0))),
                        Severity.STOPS,
                        "City",
                        "which cannot hold city"),
                mismatch(
                        "optional field is read only",
                        new Schema().change(Role.STUDENT, "City", Schema::readOnly),
                        Severity.FIELD_LEFT_OUT,
                        "City",
                        "cannot be written"),
                mismatch(
                        "mandatory field is not mapped",
                        new Schema().put(Role.STUDENT, Schema.mandatory(Schema.text("Campus"))),
                        Severity.STOPS,
                        "Campus",
                        "is mandatory and not mapped"),
                mismatch(
                        "a word is missing",
                        new Schema().put(Role.GRADE, Schema.list("BTEC_Grade_Name", "Merit", "Pass")),
                        Severity.NOTE,
                        "BTEC_Grade_Name",
                        "Distinction, Refer"),
                mismatch(
                        "another unique field",
                        new Schema().put(Role.GRADE, Schema.unique(Schema.text("Serial"))),
                        Severity.NOTE,
                        "Serial",
                        "is unique"),
                mismatch(
                        "unique and mandatory beside the key",
                        new Schema().change(Role.STUDENT, "Academic_Email", Schema::mandatory),
                        Severity.STOPS,
                        "Academic_Email",
                        "both mandatory and unique"));
    }

    private static Arguments mismatch(String what, Schema schema, Severity severity, String field, String problem) {
        return Arguments.of(what, schema, severity, field, problem);
    }

    @Test
    void whatZohoFillsItselfNeedNotBeMapped() {
        Schema schema = new Schema()
                .put(Role.STUDENT, Schema.mandatory(Schema.field("Owner", "ownerlookup", 0)))
                .put(Role.STUDENT, Schema.readOnly(Schema.mandatory(Schema.text("Created_By_Import"))));

        assertThat(findings(schema)).extracting(Finding::severity).containsOnly(Severity.NOTE);
    }

    @Test
    void aTenantWhoseZohoDoesNotFitCannotStartAndHearsAllReasons() {
        Schema schema = new Schema().remove(Role.GRADE, "Grade").remove(Role.STUDENT, "Student_Moodle_ID");

        assertThatThrownBy(() -> new MappedRows(
                        MappingFile.builtIn(), schema.fields(), "north", ZoneOffset.UTC, InstantSource.system()))
                .isInstanceOf(UnfitMappingException.class)
                .hasMessageContaining("BTEC_Students.Student_Moodle_ID is not there")
                .hasMessageContaining("Grades.Grade is not there");
    }

    private static List<Finding> findings(Schema schema) {
        return MappingCheck.findings(MappingFile.builtIn(), schema.fields());
    }
}
