package io.moodlepipeline.zohosimulator;

import static io.moodlepipeline.zohosimulator.Rows.KEY;
import static io.moodlepipeline.zohosimulator.Rows.MAIL;
import static io.moodlepipeline.zohosimulator.Rows.STUDENTS;
import static io.moodlepipeline.zohosimulator.Rows.student;
import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.zohosimulator.Client.Answer;
import io.moodlepipeline.zohosimulator.options.SimulatorOptions;
import io.moodlepipeline.zohosimulator.schema.SchemaFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which record a row without id is for. System field: Name; unique: the key, then the e-mail address. */
final class MatchingTest {
    private ZohoSimulator simulator;
    private Client client;
    private String known;

    @BeforeEach
    void startWithOneStudent() {
        simulator = ZohoSimulator.start(SimulatorOptions.defaults()
                .withSchema(SchemaFile.builtIn().withUnique("BTEC_Students", "Academic_Email")));
        client = Client.of(simulator);
        known = client.upsert(STUDENTS, Client.by(KEY), student("1", "Ada Byron", "ada@college.example"))
                .details(0)
                .path("id")
                .asText();
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    private static String[] keys(String names) {
        return names == null ? null : names.split("\\+", -1);
    }

    @ParameterizedTest(name = "[{0}] finds a record by {1}: {2}")
    @CsvSource({
        // omitted: S, U1, U2
        ",                                name, Name",
        ",                                key,  Student_Moodle_ID",
        ",                                mail, Academic_Email",
        // [U1]: U1, U2
        "Student_Moodle_ID,               name, ",
        "Student_Moodle_ID,               key,  Student_Moodle_ID",
        "Student_Moodle_ID,               mail, Academic_Email",
        // [U2]: U2, U1
        "Academic_Email,                  name, ",
        "Academic_Email,                  key,  Student_Moodle_ID",
        "Academic_Email,                  mail, Academic_Email",
        // [S]: S, U1, U2
        "Name,                            name, Name",
        "Name,                            key,  Student_Moodle_ID",
        "Name,                            mail, Academic_Email",
    })
    void matchingWidensToTheOtherUniqueFields(String named, String equal, String matchedBy) {
        Answer answer = client.upsert(
                STUDENTS,
                keys(named),
                student(
                        equal.equals("key") ? "1" : "2",
                        equal.equals("name") ? "ADA BYRON" : "Grace Hopper",
                        equal.equals("mail") ? "Ada@College.example" : "grace@college.example"));

        assertThat(answer.row(0).path("duplicate_field").textValue()).isEqualTo(matchedBy);
        assertThat(answer.row(0).path("action").asText()).isEqualTo(matchedBy == null ? "insert" : "update");
        assertThat(simulator.records(STUDENTS)).hasSize(matchedBy == null ? 2 : 1);
    }

    @ParameterizedTest(name = "[{0}] looks at {1} first")
    @CsvSource({
        ", Name",
        "Name, Name",
        "Student_Moodle_ID, Student_Moodle_ID",
        "Academic_Email, Academic_Email",
        "Academic_Email+Student_Moodle_ID, Academic_Email",
        "Student_Moodle_ID+Academic_Email, Student_Moodle_ID",
        "Student_Moodle_ID+Name, Student_Moodle_ID",
    })
    void fieldsAreCheckedInOrder(String named, String first) {
        Answer answer = client.upsert(STUDENTS, keys(named), student("1", "Ada Byron", "ada@college.example"));

        assertThat(answer.row(0).path("duplicate_field").asText()).isEqualTo(first);
    }

    @Test
    void rowThatIsOneRecordByItsKeyAndAnotherByItsMailIsDuplicateData() {
        client.upsert(STUDENTS, Client.by(KEY), student("2", "Grace Hopper", "grace@college.example"));

        Answer answer = client.upsert(STUDENTS, Client.by(KEY), student("2", "Grace Hopper", "ada@college.example"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.row(0).path("code").asText()).isEqualTo("DUPLICATE_DATA");
        assertThat(answer.row(0).path("message").asText()).isEqualTo("duplicate data");
        assertThat(answer.details(0).path("api_name").asText()).isEqualTo(MAIL);
        assertThat(answer.details(0).path("duplicate_record").path("id").asText())
                .isEqualTo(known);
        assertThat(answer.details(0)
                        .path("duplicate_record")
                        .path("module")
                        .path("api_name")
                        .asText())
                .isEqualTo(STUDENTS);
        assertThat(answer.details(0).has("more_records")).isTrue();
    }

    @Test
    void rowWithIdMayNotTakeAValueOfAnotherRecord() {
        String second = client.upsert(STUDENTS, Client.by(KEY), student("2"))
                .details(0)
                .path("id")
                .asText();

        Answer answer = client.upsert(
                STUDENTS,
                Client.by(KEY),
                student("2", "Grace Hopper", "ADA@college.example").put("id", second));

        assertThat(answer.row(0).path("code").asText()).isEqualTo("DUPLICATE_DATA");
    }

    @ParameterizedTest
    @CsvSource({"City", "No_Such_Field", "id"})
    void fieldThatDoesNotTellRecordsApartIsRefused(String field) {
        Answer answer = client.upsert(STUDENTS, Client.by(field), student("1"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("INVALID_DATA");
        assertThat(answer.body().path("details").path("api_name").asText()).isEqualTo("duplicate_check_fields");
    }

    @Test
    void plainInsertOfAKnownKeyIsDuplicateData() {
        Answer answer = client.call(
                "POST", "/crm/v8/" + STUDENTS, Client.body(null, student("1")).toString());

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.row(0).path("code").asText()).isEqualTo("DUPLICATE_DATA");
        assertThat(client.call(
                                "POST",
                                "/crm/v8/" + STUDENTS,
                                Client.body(null, student("9")).toString())
                        .status())
                .isEqualTo(201);
    }
}
