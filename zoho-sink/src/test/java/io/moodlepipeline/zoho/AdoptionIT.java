package io.moodlepipeline.zoho;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.testkit.KafkaBackend;
import io.moodlepipeline.testkit.PostgresBackend;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records that admissions made before Moodle knew of the student, for a tenant that wants them matched. */
class AdoptionIT extends OnSimulator {
    AdoptionIT(KafkaBackend kafka, PostgresBackend postgres) throws InterruptedException, ExecutionException {
        super(kafka, postgres);
    }

    @Override
    String moreOfATenant() {
        return "    match: true\n";
    }

    private String admitted(String surname, String idNumber, String mail, String key) {
        SimulatedRecord record =
                SimulatedRecord.of("Name", "Admitted " + surname).with("Last_Name", surname);
        if (idNumber != null) {
            record.with("Student_ID_Number", idNumber);
        }
        if (mail != null) {
            record.with("Academic_Email", mail);
        }
        ObjectNode json = key == null
                ? record.json()
                : record.with("Student_Moodle_ID", key).json();
        return zoho.put("BTEC_Students", json);
    }

    @Test
    void theOneRecordWithHisNumberAndSurnameBecomesTheStudents() {
        String id = admitted("LAST7", "ID7", null, null);
        startSink();
        school.user(7, user -> {});
        settle();

        await().atMost(PATIENCE).until(() -> student(7).isPresent());
        assertThat(text(student(7), "id")).isEqualTo(id);
        assertThat(text(student(7), "Name")).isEqualTo("First7 Last7");
        assertThat(zoho.records("BTEC_Students")).hasSize(1);
    }

    @Test
    void aStudentWhomNoRecordFitsIsANewOne() {
        admitted("Somebody", "ID99", null, null);
        startSink();
        school.user(7, user -> {});
        settle();

        await().atMost(PATIENCE).until(() -> student(7).isPresent());
        assertThat(zoho.records("BTEC_Students")).hasSize(2);
        assertThat(school.deadLetters()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "another surname,       Other, ID7, ,",
        "another user's key,    Last7, ID7, , 99",
    })
    void aRecordThatIsNotSurelyHisNeedsAPerson(String why, String surname, String number, String mail, String key) {
        String id = admitted(surname, number, mail, key);
        startSink();
        school.user(7, user -> {});
        settle();

        await().atMost(PATIENCE).until(() -> school.deadLetters().size() == 1);
        assertThat(school.deadLetterCodes()).as(why).containsExactly("ZOHO_MATCH_NEEDS_PERSON");
        assertThat(zoho.records("BTEC_Students")).hasSize(1);
        assertThat(zoho.records("BTEC_Students").get(0).path("id").asText()).isEqualTo(id);
        assertThat(zoho.records("BTEC_Students").get(0).path("Name").asText()).startsWith("Admitted");
    }

    @Test
    void twoRecordsWithValuesOfHisNeedAPerson() {
        admitted("Last7", "ID7", null, null);
        admitted("Last7", null, "u7@college.example", null);
        startSink();
        school.user(7, user -> {});
        settle();

        await().atMost(PATIENCE).until(() -> school.deadLetters().size() == 1);
        assertThat(school.deadLetterCodes()).containsExactly("ZOHO_MATCH_NEEDS_PERSON");
    }

    @Test
    void aValueThatTwoMoodleUsersHaveNeedsAPersonForBoth() {
        admitted("Last7", "SHARED", null, null);
        school.user(7, user -> user.put("idnumber", "SHARED"));
        school.user(8, user -> user.put("idnumber", "shared").put("lastname", "Last7"));
        school.flush();
        startSink();
        settle();

        await().atMost(PATIENCE).until(() -> school.deadLetters().size() == 2);
        assertThat(zoho.records("BTEC_Students")).hasSize(1);
    }
}
