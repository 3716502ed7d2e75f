package io.moodlepipeline.zoho.row;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.event.BandProblem;
import io.moodlepipeline.event.Banding;
import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.runtime.consumer.ConsumedEvent;
import io.moodlepipeline.testkit.SampleEvents;
import io.moodlepipeline.zoho.mapping.Mapping;
import io.moodlepipeline.zoho.mapping.MappingFile;
import io.moodlepipeline.zoho.mapping.Role;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappedRowsTest {
    private static final String STUDENT_ID = "700000000000123456";
    private static final InstantSource NOW = InstantSource.fixed(Instant.ofEpochSecond(SampleEvents.TIME));
    private static final Banding UNKNOWN_SCALE =
            new Banding(null, null, null, BandProblem.ABOVE_100_WITHOUT_MAXIMUM, 1);

    @TempDir
    private Path folder;

    private final Schema schema = new Schema();

    @Test
    void aStudentsRowHoldsWhatMoodleKnows() {
        Row row = build(Events.user(user -> {}));

        assertThat(row.content())
                .hasToString("{\"Student_Moodle_ID\":\"1001\",\"Name\":\"Amal Haddad\","
                        + "\"First_Name\":\"Amal\",\"Last_Name\":\"Haddad\",\"Academic_Email\":\"amal.haddad@example.edu\","
                        + "\"Phone_Number\":\"+962790000000\",\"City\":\"Amman\",\"Country\":\"JO\","
                        + "\"Student_ID_Number\":\"STU-1001\",\"Status\":\"Active\"}");
        assertThat(row.key()).isEqualTo("1001");
        assertThat(row.name()).isEqualTo("Amal Haddad");
        assertThat(row.leftOut()).isEmpty();
    }

    @Test
    void anEnrolmentsRowPointsToItsStudent() {
        Row row = build(Events.enrolment(enrolment -> enrolment.put("timeend", SampleEvents.TIME + 86_400)));

        assertThat(row.content())
                .hasToString("{\"Moodle_Enrollment_ID\":\"2001\",\"Name\":\"3001 / user 1001\","
                        + "\"Enrolled_Students\":{\"id\":\"700000000000123456\"},\"Moodle_Course_ID\":\"3001\","
                        + "\"Status\":\"Active\",\"Start_Date\":\"2025-09-01\",\"End_Date\":\"2025-09-02\"}");
    }

    @Test
    void aGradesRowHoldsItsBandAndItsFeedbackAsPlainText() {
        Row row = build(Events.grade(Events.MERIT, grade -> grade.put("finalgrade", new BigDecimal("65.559"))));

        assertThat(row.content())
                .hasToString("{\"Moodle_Grade_Composite_Key\":\"1001-5001\",\"Name\":\"Unit 1: Assignment A\","
                        + "\"Student\":{\"id\":\"700000000000123456\"},\"Moodle_Grade_ID\":\"4001\",\"Grade\":65.55,"
                        + "\"BTEC_Grade_Name\":\"Merit\",\"Band_Basis\":\"assumed-100\",\"Feedback\":\"Well done.\","
                        + "\"Attempt_Date\":\"2025-09-01\"}");
    }

    @Test
    void anEventKnowsItsRecordAndItsStudents() {
        Rows rows = rows();

        assertThat(rows.draft(Events.user(user -> {}))).isEqualTo(new Draft(Role.STUDENT, "1001", null, true));
        assertThat(rows.draft(Events.enrolment(enrolment -> {})))
                .isEqualTo(new Draft(Role.ENROLMENT, "2001", "1001", true));
        assertThat(rows.draft(Events.grade(Events.MERIT, grade -> {})))
                .isEqualTo(new Draft(Role.GRADE, "1001-5001", "1001", true));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            Amal | Haddad | amal  | Amal Haddad
            Amal | ""     | amal  | Amal
            " "  | Haddad | amal  | Haddad
            ""   | " "    | amal  | amal
            ""   | ""     | ""    | user 1001
            """)
    void aStudentsNameIsWhatThereIsOfIt(String first, String last, String username, String expected) {
        Row row = build(Events.user(
                user -> user.put("firstname", first).put("lastname", last).put("username", username)));

        assertThat(row.name()).isEqualTo(expected);
        assertThat(row.content().get("Name").textValue()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"false, Active", "true, Suspended"})
    void aStudentsStatusIsOneOfOurWords(boolean suspended, String status) {
        Row row = build(Events.user(user -> user.put("suspended", suspended)));

        assertThat(row.content().get("Status").textValue()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {"0, none, Active", "0, 0, Active", "0, 1, Active", "0, -1, Ended", "1, -1, Suspended"})
    void anEnrolmentEndsWhenItsTimeIsOver(int status, Long secondsLeft, String expected) {
        Row row = build(Events.enrolment(enrolment -> {
            enrolment.put("status", status);
            if (secondsLeft != null) {
                enrolment.put("timeend", secondsLeft == 0 ? 0 : SampleEvents.TIME + secondsLeft);
            }
        }));

        assertThat(row.content().get("Status").textValue()).isEqualTo(expected);
    }

    @Test
    void anEnrolmentHasEndedAtTheSecondOfItsEnd() {
        Row row = build(Events.enrolment(enrolment -> enrolment.put("timeend", SampleEvents.TIME)));

        assertThat(row.content().get("Status").textValue()).isEqualTo("Ended");
    }

    @Test
    void aDeletedStudentKeepsKeyNameAndStatusAlone() {
        ConsumedEvent deleted = Events.user(user -> user.put("deleted", true)
                .put("firstname", "Moodle")
                .put("lastname", "Changed")
                .put("username", "amal.haddad@example.edu.1756713600"));

        assertThat(build(deleted, "Amal Haddad").content())
                .hasToString("{\"Student_Moodle_ID\":\"1001\",\"Name\":\"Amal Haddad\",\"Status\":\"Deleted\"}");
        assertThat(build(deleted, null).name()).isEqualTo("Moodle Changed");
    }

    @Test
    void aDeletedStudentWithoutNamesIsNotCalledByItsUserName() {
        ConsumedEvent deleted = Events.user(user -> user.put("deleted", true)
                .put("firstname", "")
                .put("lastname", "")
                .put("username", "amal.haddad@example.edu.1756713600"));

        assertThat(build(deleted, null).name()).isEqualTo("user 1001");
    }

    @Test
    void absentValuesAreKeptAndAbsentDatesCleared() {
        Row student = build(
                Events.user(user -> user.put("city", "").putNull("country").remove("phone1")));
        Row enrolment = build(Events.enrolment(event -> event.put("timestart", 0)));

        assertThat(student.content().has("City")).isFalse();
        assertThat(student.content().has("Country")).isFalse();
        assertThat(student.content().has("Phone_Number")).isFalse();
        assertThat(student.leftOut()).isEmpty();
        assertThat(enrolment.content().get("Start_Date").isNull()).isTrue();
        assertThat(enrolment.content().get("End_Date").isNull()).isTrue();
    }

    @Test
    void aGradeThatWasTakenBackClearsAwardAndDate() {
        Row row = build(Events.grade(
                Banding.notGraded(1), grade -> grade.putNull("finalgrade").put("feedback", "")));

        assertThat(row.content())
                .hasToString("{\"Moodle_Grade_Composite_Key\":\"1001-5001\",\"Name\":\"Unit 1: Assignment A\","
                        + "\"Student\":{\"id\":\"700000000000123456\"},\"Moodle_Grade_ID\":\"4001\",\"Grade\":null,"
                        + "\"BTEC_Grade_Name\":\"Not Graded\",\"Band_Basis\":null,\"Attempt_Date\":null}");
    }

    @Test
    void notGradedIsNoWordForAListThatLacksIt() {
        schema.put(Role.GRADE, Schema.list("BTEC_Grade_Name", "Distinction", "Merit", "Pass", "Refer"));

        Row row = build(Events.grade(Banding.notGraded(1), grade -> grade.putNull("finalgrade")));

        assertThat(row.content().get("BTEC_Grade_Name").isNull()).isTrue();
    }

    @Test
    void aGradeWithoutABandClearsTheBand() {
        Row row = build(Events.grade(UNKNOWN_SCALE, grade -> grade.put("finalgrade", 120)));

        assertThat(row.content().get("BTEC_Grade_Name").isNull()).isTrue();
        assertThat(row.content().get("Band_Basis").isNull()).isTrue();
        assertThat(row.content().get("Grade")).hasToString("120");
    }

    @Test
    void theAttemptIsDatedByCreationWhenNothingWasModified() {
        Row row = build(Events.grade(
                Events.MERIT, grade -> grade.put("timemodified", 0).put("timecreated", SampleEvents.TIME - 86_400)));

        assertThat(row.content().get("Attempt_Date").textValue()).isEqualTo("2025-08-31");
    }

    @Test
    void aGradeItemWithoutNameIsCalledByItsId() throws IOException {
        schema.put(Role.GRADE, Schema.text("Name"));
        Mapping totals = mapping(yaml -> yaml.replace("totals: false", "totals: true"));

        Row row = build(rows(totals), Events.grade(Events.MERIT, grade -> grade.putNull("itemname")), null);

        assertThat(row.name()).isEqualTo("item 5001");
    }

    @Test
    void totalsAndOtherRolesAreNotSent() throws IOException {
        ConsumedEvent total = Events.grade(Events.MERIT, grade -> grade.putNull("itemname"));
        ConsumedEvent teacher = Events.enrolment(enrolment -> enrolment.put("roleid", 3));

        assertThat(rows().draft(total).sent()).isFalse();
        assertThat(rows().draft(teacher).sent()).isFalse();
        Rows all = rows(
                mapping(yaml -> yaml.replace("totals: false", "totals: true").replace("[5]", "[5, 3]")));
        assertThat(all.draft(total).sent()).isTrue();
        assertThat(all.draft(teacher).sent()).isTrue();
    }

    @Test
    void aWithdrawnGradeLosesAwardAndDateAndNothingElse() {
        ConsumedEvent total = Events.grade(Events.MERIT, grade -> grade.putNull("itemname"));
        Rows rows = rows();

        Row row = rows.withdrawn(total, rows.draft(total));

        assertThat(row.key()).isEqualTo("1001-5001");
        ObjectNode content = row.content();
        assertThat(content.remove("Moodle_Grade_Composite_Key").textValue()).isEqualTo("1001-5001");
        assertThat(content.remove("Name").textValue()).isEqualTo("item 5001");
        assertThat(content.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("Grade", "BTEC_Grade_Name", "Band_Basis", "Attempt_Date");
        assertThat(content).allMatch(value -> value.isNull());
    }

    @Test
    void aHiddenGradesRecordSaysSoWhereThatIsMapped() throws IOException {
        schema.put(Role.GRADE, Schema.field("Hidden", "boolean", 0));
        Rows rows = rows(mapping(yaml -> yaml.replace("    Feedback:", "    Hidden: {from: hidden}\n    Feedback:")));
        ConsumedEvent event = Events.grade(Events.MERIT, grade -> grade.put("hidden", true));
        Draft draft = rows.draft(event);

        assertThat(rows.withdrawn(event, draft).content().get("Hidden")).hasToString("true");
        // Zoho may have refused that very field.
        assertThat(rows.withoutAward(event, draft).content().has("Hidden")).isFalse();
        assertThat(rows.withoutAward(event, draft).content().has("Feedback")).isTrue();
    }

    @Test
    void whatDoesNotFitAnOptionalFieldIsLeftOutAndNoted() {
        Row row = build(Events.user(user -> user.put("email", "nobody").put("phone1", "ask at the desk, please!")));

        assertThat(row.content().has("Academic_Email")).isFalse();
        assertThat(row.content().has("Phone_Number")).isFalse();
        assertThat(row.leftOut()).containsExactlyInAnyOrder("Academic_Email", "Phone_Number");
    }

    @Test
    void anAwardThatDoesNotFitRefusesTheRowWithoutQuotingIt() {
        schema.put(Role.GRADE, Schema.list("BTEC_Grade_Name", "Pass", "Refer"));

        Built.Unfit unfit = unfit(Events.grade(Events.MERIT, grade -> {}));

        assertThat(unfit.code()).isEqualTo(DeadLetterCode.ZOHO_INVALID_DATA);
        assertThat(unfit.message())
                .startsWith("Grades: the field BTEC_Grade_Name ")
                .doesNotContain("Merit");
    }

    @Test
    void aGradeTooLargeForItsFieldRefusesTheRow() {
        Built.Unfit unfit = unfit(Events.grade(UNKNOWN_SCALE, grade -> grade.put("finalgrade", 1e20)));

        assertThat(unfit.message()).startsWith("Grades: the field Grade ");
    }

    @Test
    void aMandatoryFieldIsAsEssentialAsAnAward() {
        schema.put(Role.STUDENT, Schema.mandatory(Schema.field("Phone_Number", "phone", 30)));

        assertThat(unfit(Events.user(user -> user.put("phone1", "ask!"))).message())
                .contains("Phone_Number");
    }

    @Test
    void aKeyIsNeverCut() {
        schema.put(Role.GRADE, Schema.unique(Schema.field("Moodle_Grade_Composite_Key", "text", 8)));

        assertThat(unfit(Events.grade(Events.MERIT, grade -> {})).message()).contains("Moodle_Grade_Composite_Key");
    }

    @ParameterizedTest
    @CsvSource({"integer, 1001", "bigint, \"1001\""})
    void aKeyOfDigitsMayBeANumberInZoho(String type, String expected) {
        schema.put(Role.STUDENT, Schema.unique(Schema.field("Student_Moodle_ID", type, 0)));

        Row row = build(Events.user(user -> {}));

        assertThat(row.content().get("Student_Moodle_ID")).hasToString(expected);
        assertThat(row.key()).isEqualTo("1001");
    }

    @Test
    void anIdTooLongForANumberRefusesTheRow() {
        schema.put(Role.STUDENT, Schema.unique(Schema.field("Student_Moodle_ID", "bigint", 0)));

        assertThat(unfit(Events.user(user -> user.put("userid", Long.MAX_VALUE)))
                        .message())
                .contains("Student_Moodle_ID");
    }

    @Test
    void aNameIsCutAndNeverLeftOut() {
        schema.put(Role.STUDENT, Schema.field("Name", "text", 5));

        Row row = build(Events.user(user -> {}));

        assertThat(row.name()).isEqualTo("Amal…");
        assertThat(row.leftOut()).isEmpty();
    }

    @Test
    void theSchoolsWordsStandForOurs() throws IOException {
        schema.put(Role.STUDENT, Schema.list("Status", "Aktiv"));
        Mapping mapping = mapping(yaml -> yaml.replace(
                        "Status: {from: status}", "Status: {from: status, words: {Active: Aktiv, Suspended: \"\"}}")
                .replaceFirst("(?s)(Moodle_Course_ID.*?)Status: [^\\n]*", "$1Status: {from: status}"));

        assertThat(build(rows(mapping), Events.user(user -> {}), null).content().get("Status"))
                .hasToString("\"Aktiv\"");
        assertThat(build(rows(mapping), Events.user(user -> user.put("suspended", true)), null)
                        .content()
                        .has("Status"))
                .isFalse();
    }

    @Test
    void constantsAndOtherSourcesFillFieldsToo() throws IOException {
        schema.put(Role.STUDENT, Schema.text("Campus"))
                .put(Role.STUDENT, Schema.field("Active_In_Moodle", "boolean", 0))
                .put(Role.STUDENT, Schema.text("Tenant"))
                .put(Role.STUDENT, Schema.field("Created", "datetime", 0));
        Mapping mapping = mapping(yaml -> yaml.replace("    City: {from: city}\n", """
                    Campus: {constant: "North"}
                    Active_In_Moodle: {constant: true}
                    Tenant: {from: tenant}
                    Created: {from: timecreated}
                """));

        ObjectNode content = build(rows(mapping), Events.user(user -> {}), null).content();

        assertThat(content.get("Campus").textValue()).isEqualTo("North");
        assertThat(content.get("Active_In_Moodle").booleanValue()).isTrue();
        assertThat(content.get("Tenant").textValue()).isEqualTo("north");
        assertThat(content.get("Created").textValue()).isEqualTo("2025-09-01T11:00:00+03:00");
    }

    @Test
    void aTenantInTheKeyIsInTheStudentsKeyOfChildrenToo() throws IOException {
        Rows rows = rows(mapping(yaml -> yaml.replace("\"{userid}\"", "\"{tenant}-{userid}\"")));

        assertThat(rows.draft(Events.user(user -> {})).key()).isEqualTo("north-1001");
        assertThat(rows.draft(Events.enrolment(enrolment -> {})).studentKey()).isEqualTo("north-1001");
    }

    @Test
    void anOptionalFieldThatZohoLacksIsLeftOutOfEveryRow() {
        schema.remove(Role.STUDENT, "City").change(Role.STUDENT, "Country", Schema::readOnly);
        MappedRows rows = rows();

        Row row = build(rows, Events.user(user -> {}), null);

        assertThat(row.content().has("City")).isFalse();
        assertThat(row.leftOut()).containsExactlyInAnyOrder("City", "Country");
        assertThat(rows.problems()).extracting(Finding::field).containsExactly("City", "Country");
    }

    @Test
    void theSameContentHasTheSameHashAndAnotherHasAnother() {
        byte[] hash = build(Events.user(user -> {})).hash();

        assertThat(build(Events.user(user -> user.put("timemodified", SampleEvents.TIME + 1)))
                        .hash())
                .isEqualTo(hash)
                .hasSize(32);
        assertThat(build(Events.user(user -> user.put("city", "Irbid"))).hash()).isNotEqualTo(hash);
    }

    @Test
    void theOrderOfFieldsInTheMappingDoesNotChangeTheHash() throws IOException {
        Mapping other = mapping(yaml -> yaml.replace("    City: {from: city}\n", "")
                .replace("    First_Name:", "    City: {from: city}\n    First_Name:"));

        assertThat(build(rows(other), Events.user(user -> {}), null).hash())
                .isEqualTo(build(Events.user(user -> {})).hash());
    }

    @Test
    void theSinkLearnsWhichFieldsAreSpecial() {
        Rows rows = rows();

        assertThat(rows.module(Role.GRADE)).isEqualTo("Grades");
        assertThat(rows.keyField(Role.GRADE)).isEqualTo("Moodle_Grade_Composite_Key");
        assertThat(rows.studentField(Role.STUDENT)).isNull();
        assertThat(rows.studentField(Role.ENROLMENT)).isEqualTo("Enrolled_Students");
        assertThat(rows.otherUniqueFields(Role.STUDENT)).containsExactly("Academic_Email");
        assertThat(rows.cleared(Role.GRADE))
                .containsExactlyInAnyOrder("Grade", "BTEC_Grade_Name", "Band_Basis", "Attempt_Date");
        assertThat(rows.isEssential(Role.GRADE, "Student")).isTrue();
        assertThat(rows.isEssential(Role.GRADE, "Grade")).isTrue();
        assertThat(rows.isEssential(Role.GRADE, "Name")).isTrue();
        assertThat(rows.isEssential(Role.GRADE, "Moodle_Grade_Composite_Key")).isTrue();
        assertThat(rows.isEssential(Role.GRADE, "Feedback")).isFalse();
    }

    private Row build(ConsumedEvent event) {
        return build(event, null);
    }

    private Row build(ConsumedEvent event, String lastName) {
        return build(rows(), event, lastName);
    }

    private static Row build(Rows rows, ConsumedEvent event, String lastName) {
        return ((Built.Fit) built(rows, event, lastName)).row();
    }

    private Built.Unfit unfit(ConsumedEvent event) {
        return (Built.Unfit) built(rows(), event, null);
    }

    private static Built built(Rows rows, ConsumedEvent event, String lastName) {
        Draft draft = rows.draft(event);
        return rows.build(event, draft, lastName, draft.role() == Role.STUDENT ? null : STUDENT_ID);
    }

    private MappedRows rows() {
        return rows(MappingFile.builtIn());
    }

    private MappedRows rows(Mapping mapping) {
        return new MappedRows(mapping, schema.fields(), "north", ZoneId.of("Asia/Amman"), NOW);
    }

    /** The built-in mapping with a change in its text. */
    private Mapping mapping(UnaryOperator<String> change) throws IOException {
        try (InputStream builtIn = MappingFile.class.getResourceAsStream("default-mapping.yaml")) {
            String yaml = new String(builtIn.readAllBytes(), StandardCharsets.UTF_8);
            String changed = change.apply(yaml);
            assertThat(changed).isNotEqualTo(yaml);
            Consumer<String> problems = problem -> {
                throw new AssertionError(problem);
            };
            return MappingFile.read(Files.writeString(folder.resolve("mapping.yaml"), changed), problems)
                    .orElseThrow();
        }
    }
}
