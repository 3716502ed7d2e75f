package io.moodlepipeline.zohosimulator;

import static io.moodlepipeline.zohosimulator.Client.by;
import static io.moodlepipeline.zohosimulator.Rows.GRADES;
import static io.moodlepipeline.zohosimulator.Rows.GRADE_KEY;
import static io.moodlepipeline.zohosimulator.Rows.KEY;
import static io.moodlepipeline.zohosimulator.Rows.STUDENTS;
import static io.moodlepipeline.zohosimulator.Rows.grade;
import static io.moodlepipeline.zohosimulator.Rows.student;
import static io.moodlepipeline.zohosimulator.Rows.students;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.zohosimulator.Client.Answer;
import io.moodlepipeline.zohosimulator.options.Behaviour;
import io.moodlepipeline.zohosimulator.options.Deviation;
import io.moodlepipeline.zohosimulator.options.SimulatorOptions;
import io.moodlepipeline.zohosimulator.schema.SchemaFile;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an upsert is answered with, and what it leaves behind. */
final class UpsertTest {
    private ZohoSimulator simulator;
    private Client client;

    private void start(Deviation... deviations) {
        simulator = ZohoSimulator.start(SimulatorOptions.defaults()
                .withSchema(SchemaFile.builtIn().withUnique("BTEC_Students", "Academic_Email"))
                .withBehaviour(Behaviour.strict().with(deviations)));
        client = Client.of(simulator);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void newRowIsInserted() {
        start();

        Answer answer = client.upsert(STUDENTS, by(KEY), student("1"));

        assertThat(answer.status()).isEqualTo(200);
        JsonNode row = answer.row(0);
        assertThat(row.path("code").asText()).isEqualTo("SUCCESS");
        assertThat(row.path("status").asText()).isEqualTo("success");
        assertThat(row.path("message").asText()).isEqualTo("record added");
        assertThat(row.path("action").asText()).isEqualTo("insert");
        assertThat(row.get("duplicate_field").isNull()).isTrue();
        assertThat(answer.details(0).path("id").textValue()).matches("\\d{18,19}");
        assertThat(answer.details(0).path("Created_Time").textValue())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d[+-]\\d\\d:\\d\\d");
        assertThat(answer.details(0).path("$approval_state").asText()).isEqualTo("approved");
        assertThat(simulator.records(STUDENTS)).hasSize(1);
    }

    @Test
    void knownKeyIsUpdatedInAnyCaseOfLetters() {
        start();
        String id = client.upsert(STUDENTS, by(KEY), student("abc"))
                .details(0)
                .path("id")
                .asText();

        Answer answer = client.upsert(STUDENTS, by(KEY), student("ABC").put("City", "Leeds"));

        assertThat(answer.row(0).path("action").asText()).isEqualTo("update");
        assertThat(answer.row(0).path("message").asText()).isEqualTo("record updated");
        assertThat(answer.row(0).path("duplicate_field").asText()).isEqualTo(KEY);
        assertThat(answer.details(0).path("id").asText()).isEqualTo(id);
        assertThat(simulator.records(STUDENTS)).singleElement().satisfies(record -> {
            assertThat(record.path("City").asText()).isEqualTo("Leeds");
            assertThat(record.path(KEY).asText()).isEqualTo("ABC");
        });
    }

    @Test
    void sameNewKeyTwiceInABatchIsAppliedInOrder() {
        start();

        Answer answer = client.upsert(
                STUDENTS,
                by(KEY),
                student("1").put("City", "Leeds"),
                student("1").put("City", "York"));

        assertThat(answer.row(0).path("action").asText()).isEqualTo("insert");
        assertThat(answer.row(1).path("action").asText()).isEqualTo("update");
        assertThat(answer.details(1).path("id")).isEqualTo(answer.details(0).path("id"));
        assertThat(simulator.records(STUDENTS))
                .singleElement()
                .satisfies(record -> assertThat(record.path("City").asText()).isEqualTo("York"));
    }

    @Test
    void rowWithIdAddressesItsRecordWhateverItsKey() {
        start();
        String id = client.upsert(STUDENTS, by(KEY), student("1"))
                .details(0)
                .path("id")
                .asText();

        Answer answer = client.upsert(STUDENTS, by(KEY), student("2").put("id", id));

        assertThat(answer.details(0).path("id").asText()).isEqualTo(id);
        assertThat(answer.row(0).get("duplicate_field").isNull()).isTrue();
        assertThat(simulator.records(STUDENTS))
                .singleElement()
                .satisfies(record -> assertThat(record.path(KEY).asText()).isEqualTo("2"));
    }

    @Test
    void unknownIdIsInvalidData() {
        start();

        Answer answer = client.upsert(STUDENTS, by(KEY), student("1").put("id", "700000000000999999"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.row(0).path("code").asText()).isEqualTo("INVALID_DATA");
        assertThat(answer.details(0).path("api_name").asText()).isEqualTo("id");
        assertThat(answer.details(0).path("id").asText()).isEqualTo("700000000000999999");
        assertThat(answer.details(0).path("json_path").asText()).isEqualTo("$.data[0].id");
        assertThat(simulator.records(STUDENTS)).isEmpty();
    }

    @Test
    void mixedRowsAre207InTheOrderOfTheRequest() {
        start();

        Answer answer =
                client.upsert(STUDENTS, by(KEY), student("1"), student("2").put("Phone_Number", true), student("3"));

        assertThat(answer.status()).isEqualTo(207);
        assertThat(IntStream.range(0, 3)
                        .mapToObj(i -> answer.row(i).path("code").asText()))
                .containsExactly("SUCCESS", "INVALID_DATA", "SUCCESS");
        assertThat(answer.details(1).path("json_path").asText()).isEqualTo("$.data[1].Phone_Number");
    }

    @Test
    void mixedRowsAre200WhereThatIsChosen() {
        start(Deviation.MIXED_IS_200);

        Answer answer =
                client.upsert(STUDENTS, by(KEY), student("1"), student("2").put("City", 5));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.row(1).path("status").asText()).isEqualTo("error");
    }

    @Test
    void allRowsRefusedAre400WithRows() {
        start();

        Answer answer = client.upsert(STUDENTS, by(KEY), student("1").put("City", 5));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.row(0).path("code").asText()).isEqualTo("INVALID_DATA");
    }

    @Test
    void lookupPointsToARecordThatIsThere() {
        start();
        String id = client.upsert(STUDENTS, by(KEY), student("1"))
                .details(0)
                .path("id")
                .asText();

        Answer answer = client.upsert(GRADES, by(GRADE_KEY), grade("1-5", id), grade("2-5", "700000000000999999"));

        assertThat(answer.status()).isEqualTo(207);
        assertThat(answer.row(1).path("code").asText()).isEqualTo("INVALID_DATA");
        assertThat(answer.details(1).path("api_name").asText()).isEqualTo("Student");
        assertThat(answer.details(1).path("json_path").asText()).isEqualTo("$.data[1].Student");
        assertThat(simulator.records(GRADES)).singleElement().satisfies(record -> {
            assertThat(record.path("Student").path("id").asText()).isEqualTo(id);
            assertThat(record.path("Student").path("name").asText()).isEqualTo("Student 1");
        });
    }

    @Test
    void lookupIsClearedWhenItsTargetIsDeleted() {
        start();
        String id = client.upsert(STUDENTS, by(KEY), student("1"))
                .details(0)
                .path("id")
                .asText();
        client.upsert(GRADES, by(GRADE_KEY), grade("1-5", id));

        client.delete("/crm/v8/" + STUDENTS + "/" + id);

        assertThat(simulator.records(GRADES))
                .singleElement()
                .satisfies(record -> assertThat(record.path("Student").isNull()).isTrue());
    }

    @Test
    void refusedRowLeavesTheRecordUntouched() {
        start();
        client.upsert(STUDENTS, by(KEY), student("1").put("City", "Leeds"));

        client.upsert(STUDENTS, by(KEY), student("1").put("City", "York").put("Phone_Number", "not a phone!"));

        assertThat(simulator.records(STUDENTS))
                .singleElement()
                .satisfies(record -> assertThat(record.path("City").asText()).isEqualTo("Leeds"));
    }

    @Test
    void hundredRowsAreTheMost() {
        start();

        assertThat(client.upsert(STUDENTS, by(KEY), students(100)).status()).isEqualTo(200);
        Answer answer = client.upsert(STUDENTS, by(KEY), students(101));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("INVALID_DATA");
        assertThat(answer.body().path("details").path("maximum_length").asInt()).isEqualTo(100);
        assertThat(answer.body().has("data")).isFalse();
    }

    @Test
    void triggerIsSeenInTheRequest() {
        start();
        ObjectNode body = Client.body(by(KEY), student("1"));
        body.putArray("trigger").add("workflow");

        client.call("POST", "/crm/v8/" + STUDENTS + "/upsert", body.toString());

        assertThat(simulator.requests()).singleElement().satisfies(request -> {
            assertThat(request.body().orElseThrow().path("trigger").path(0).asText())
                    .isEqualTo("workflow");
            assertThat(request.rows()).isEqualTo(1);
            assertThat(request.credits()).isEqualTo(1);
            assertThat(request.concurrency()).isEqualTo(1);
            assertThat(request.status()).isEqualTo(200);
        });
    }
}
