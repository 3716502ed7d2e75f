package io.moodlepipeline.zoho.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MappingFileTest {
    @TempDir
    private Path folder;

    private final List<String> problems = new ArrayList<>();

    @Test
    void withoutAFileTheDefaultModulesAreUsed() {
        Mapping mapping = MappingFile.builtIn();

        assertThat(mapping.of(Role.STUDENT).module()).isEqualTo("BTEC_Students");
        assertThat(mapping.of(Role.ENROLMENT).keyField()).isEqualTo("Moodle_Enrollment_ID");
        assertThat(mapping.of(Role.GRADE).fields())
                .extracting(FieldMapping::apiName)
                .containsExactly(
                        "Student",
                        "Moodle_Grade_ID",
                        "Grade",
                        "BTEC_Grade_Name",
                        "Band_Basis",
                        "Feedback",
                        "Attempt_Date");
        assertThat(mapping.of(Role.GRADE).fields())
                .filteredOn(FieldMapping::award)
                .extracting(FieldMapping::apiName)
                .containsExactly("Grade", "BTEC_Grade_Name", "Band_Basis");
        assertThat(mapping.of(Role.GRADE).fields())
                .filteredOn(FieldMapping::cleared)
                .extracting(FieldMapping::apiName)
                .containsExactly("Grade", "BTEC_Grade_Name", "Band_Basis", "Attempt_Date");
        assertThat(mapping.filters()).isEqualTo(new Filters(Set.of(5L), false, false));
        assertThat(mapping.match()).hasValue(new Matching(List.of("Student_ID_Number", "Academic_Email"), "Last_Name"));
        assertThat(mapping.keysHoldTenant()).isFalse();
    }

    @Test
    void aSmallFileIsEnough() throws IOException {
        Mapping mapping = read("""
                students:
                  module: Learners
                  key: {field: Key, template: "{tenant}/{userid}"}
                  name: ["learner {userid}"]
                enrolments:
                  module: Places
                  key: {field: Key, template: "{tenant}/{courseid}/{enrollmentid}"}
                  name: ["place {enrollmentid}"]
                  fields:
                    Learner: {student: true}
                grades:
                  module: Results
                  key: {field: Key, template: "{tenant}/{itemid}/{userid}"}
                  name: ["{itemname}", "{btec_grade} of item {itemid}"]
                  fields:
                    Learner: {student: true}
                    Band: {from: btec_grade, words: {Merit: Gut, "Not Graded": ""}}
                    Remark: {from: feedback, on_absent: clear}
                    Basis: {from: band_basis, award: false, on_absent: keep}
                """).orElseThrow();

        assertThat(mapping.keysHoldTenant()).isTrue();
        assertThat(mapping.match()).isEmpty();
        assertThat(mapping.filters().roleIds()).containsExactly(5L);
        assertThat(mapping.of(Role.GRADE).student()).map(FieldMapping::apiName).hasValue("Learner");
        assertThat(mapping.of(Role.GRADE).fields())
                .filteredOn(FieldMapping::cleared)
                .extracting(FieldMapping::apiName)
                .containsExactly("Band", "Remark");
    }

    @Test
    void everyMistakeIsToldAtOnceByItsPlace() throws IOException {
        assertThat(read("""
                students:
                  module: BTEC__Students
                  key: {field: Name, template: "{username}"}
                  name: ["{firstname}"]
                  fields:
                    Name: {from: fullname}
                    9th: {from: firstnam}
                    Student: {student: true}
                    Both: {from: city, constant: "Amman"}
                    Neither: {on_absent: keep}
                    Status: {from: status, words: {Aktiv: Active}, onabsent: keep}
                    Campus: {constant: "", award: true}
                enrolments:
                  module: Same
                  key: {template: "{enrollmentid}{courseid}"}
                  name: ["{courseid}"]
                  fields:
                    Status: {from: status, on_absent: empty}
                grades:
                  module: Same
                  key: {field: Key, template: "{gradeid}"}
                  name: ["item {itemid}"]
                  fields:
                    Student: {student: true}
                    Key: {from: itemid}
                    Grade: {from: finalgrade, on_absent: keep}
                    Date: {from: timeend}
                match: {fields: [Status]}
                filters: {role_ids: [student], totals: maybe, hidden: no one, rolls: 1}
                """)).isEmpty();

        assertThat(problems)
                .contains(
                        "students.module must be a module's API name: letters, digits and single underscores, at most 50, in quotes",
                        "students.key.field cannot be Name, which is not unique: make a unique field in Zoho",
                        "students.key.template must be a text with some of {tenant}, {userid}, in quotes",
                        "students.name must list texts of which the last holds an id, so that no record is without a name",
                        "students.fields.Name is filled by name, not under fields",
                        "students.fields.9th is no field's API name: letters, digits and underscores, a letter first",
                        "students.fields.Student.student cannot be in the students themselves",
                        "students.fields.Both must have one of from, constant and student",
                        "students.fields.Neither must have one of from, constant and student",
                        "students.fields.Status.words has an unknown word: status is one of Active, Suspended, Deleted",
                        "students.fields.Status.onabsent is not known: known are from, constant, student, on_absent, award, words",
                        "students.fields.Campus.constant must be a text in quotes, a number, true or false",
                        "enrolments.key.field is missing: it must be a field's API name",
                        "enrolments.key.template needs a sign such as - between values, or keys could be the same by chance",
                        "enrolments.fields must have exactly one field with student: true, the lookup to the student",
                        "enrolments.fields.Status.on_absent must be keep or clear, in quotes",
                        "grades.key.template must hold {userid}, {itemid}, or keys would not differ",
                        "grades.fields.Key is filled by key, not under fields",
                        "grades.fields.Grade.on_absent cannot be keep, since no record may hold an award that Moodle has taken back",
                        "match.surname_field is missing: it names the field with the student's last name",
                        "filters.role_ids must list ids of Moodle's roles, such as [5]",
                        "filters.totals must be true or false",
                        "filters.hidden must be true or false",
                        "filters.rolls is not known: known are role_ids, totals, hidden")
                .anyMatch(
                        problem -> problem.startsWith("students.fields.9th.from must be one of tenant, name, userid,"))
                .anyMatch(
                        problem -> problem.startsWith("grades.fields.Date.from must be one of tenant, name, userid,"));
    }

    @Test
    void recordsAreMatchedByFieldsThatHoldWhatIsCompared() throws IOException {
        read("""
                students:
                  module: Learners
                  key: {field: Key, template: "{userid}"}
                  name: ["{userid}"]
                  fields: {Town: {from: city}, Number: {from: idnumber}}
                match: {fields: [Town, Number, Nowhere], surname_field: Town}
                """);

        assertThat(problems)
                .contains(
                        "match.fields has Town, which is not mapped from idnumber or email",
                        "match.fields has Nowhere, which is not mapped from idnumber or email",
                        "match.surname_field must name a field that is mapped from lastname")
                .noneMatch(problem -> problem.contains("has Number"));
    }

    @Test
    void aMissingSectionIsAMistakeAndSoIsAModuleTwice() throws IOException {
        read("""
                enrolments: &same
                  module: Same
                  key: {field: Key, template: "{enrollmentid}"}
                  name: ["{courseid}"]
                  fields: {Student: {student: true}}
                grades:
                  module: Same
                  key: {field: Key, template: "{userid}-{itemid}"}
                  name: ["{itemid}"]
                  fields: {Student: {student: true}}
                """);

        assertThat(problems)
                .containsExactly(
                        "students is missing: it says which module the students go to",
                        "grades has the module of another section: each needs its own");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "students", "students: [", "students: 1"})
    void whatIsNoMappingIsSaidToBe(String content) throws IOException {
        assertThat(read(content)).isEmpty();
        assertThat(problems).isNotEmpty();
    }

    private Optional<Mapping> read(String yaml) throws IOException {
        return MappingFile.read(Files.writeString(folder.resolve("mapping.yaml"), yaml), problems::add);
    }
}
