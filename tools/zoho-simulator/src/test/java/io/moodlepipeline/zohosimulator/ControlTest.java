package io.moodlepipeline.zohosimulator;

import static io.moodlepipeline.zohosimulator.Rows.KEY;
import static io.moodlepipeline.zohosimulator.Rows.STUDENTS;
import static io.moodlepipeline.zohosimulator.Rows.student;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.moodlepipeline.zohosimulator.Client.Answer;
import io.moodlepipeline.zohosimulator.options.SimulatorOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What tests and people see of the simulator from outside. */
final class ControlTest {
    private ZohoSimulator simulator;
    private Client client;

    @BeforeEach
    void start() {
        simulator = ZohoSimulator.start(SimulatorOptions.defaults().withRememberedRequests(2));
        client = Client.of(simulator);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void recordsAreAnArrayWithEveryField() {
        client.upsert(STUDENTS, Client.by(KEY), student("1"), student("2"));

        JsonNode records = client.get("/simulator/records/" + STUDENTS).body();

        assertThat(records.isArray()).isTrue();
        assertThat(records).hasSize(2);
        assertThat(records.path(0).path(KEY).asText()).isEqualTo("1");
        assertThat(records.path(0).get("City").isNull()).isTrue();
        assertThat(client.get("/simulator/records/Grades").body()).isEmpty();
        assertThat(client.get("/simulator/records/Nothing").status()).isEqualTo(404);
        assertThat(client.get("/simulator/records/" + STUDENTS + "?org=1").status())
                .isEqualTo(404);
    }

    @Test
    void statsCountCallsCreditsRowsAndRefusals() {
        client.upsert(STUDENTS, Client.by(KEY), student("1"), student("2").put("City", 5));
        client.upsert(STUDENTS, Client.by(KEY), student("1"));
        client.upsert("Nothing", Client.by(KEY), student("1"));
        client.with("wrong").get("/crm/v8/org");

        JsonNode stats = client.get("/simulator/stats").body();

        assertThat(stats.path("calls").asInt()).isEqualTo(4);
        assertThat(stats.path("credits_used").asInt()).isEqualTo(3);
        assertThat(stats.path("refused").asInt()).isEqualTo(2);
        assertThat(stats.path("rate_limited").asInt()).isZero();
        assertThat(stats.path("rows_inserted").asInt()).isEqualTo(1);
        assertThat(stats.path("rows_updated").asInt()).isEqualTo(1);
        assertThat(stats.path("rows_refused").asInt()).isEqualTo(1);
        assertThat(stats.path("tokens_issued").asInt()).isEqualTo(1);
        assertThat(stats.path("endpoints").path("upsert").asInt()).isEqualTo(3);
        assertThat(stats.path("statuses").path("207").asInt()).isEqualTo(1);
        assertThat(stats.path("max_concurrency").asInt()).isEqualTo(1);
        JsonNode org = stats.path("orgs").path("700000001");
        assertThat(org.path("credits_used_24h").asInt()).isEqualTo(3);
        assertThat(org.path("credits_limit").asInt()).isEqualTo(60_000);
        assertThat(org.path("concurrency").asInt()).isZero();
        assertThat(org.path("records").path(STUDENTS).asInt()).isEqualTo(1);
    }

    @Test
    void newestRequestsAreKeptWithoutTokens() {
        client.get("/crm/v8/org");
        client.get("/crm/v8/settings/fields?module=Grades");
        client.upsert(STUDENTS, Client.by(KEY), student("1"));

        Answer answer = client.get("/simulator/requests");

        assertThat(answer.body()).hasSize(2);
        assertThat(answer.body().path(0).path("query").path("module").asText()).isEqualTo("Grades");
        JsonNode upsert = answer.body().path(1);
        assertThat(upsert.path("number").asInt()).isEqualTo(3);
        assertThat(upsert.path("method").asText()).isEqualTo("POST");
        assertThat(upsert.path("path").asText()).isEqualTo("/crm/v8/" + STUDENTS + "/upsert");
        assertThat(upsert.path("endpoint").asText()).isEqualTo("upsert");
        assertThat(upsert.path("rows").asInt()).isEqualTo(1);
        assertThat(upsert.path("status").asInt()).isEqualTo(200);
        assertThat(upsert.path("body").path("data").path(0).path(KEY).asText()).isEqualTo("1");
        assertThat(answer.response().body()).doesNotContain(client.token());
        assertThat(client.delete("/simulator/requests").status()).isEqualTo(204);
        assertThat(client.get("/simulator/requests").body()).isEmpty();
    }

    @Test
    void peopleMakeChangeAndDeleteRecordsWithoutCredits() {
        String path = "/simulator/records/" + STUDENTS;

        String id = client.call("POST", path, student("1").toString())
                .body()
                .path("id")
                .asText();
        client.call(
                "POST", path, Client.object().put("id", id).put("City", "York").toString());
        Answer refused = client.call("POST", path, student("1").toString());

        assertThat(simulator.records(STUDENTS))
                .singleElement()
                .satisfies(record -> assertThat(record.path("City").asText()).isEqualTo("York"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().path("problem").asText()).contains("DUPLICATE_DATA");
        assertThat(client.delete(path + "/" + id).status()).isEqualTo(204);
        assertThat(client.delete(path + "/" + id).status()).isEqualTo(404);
        assertThat(simulator.records(STUDENTS)).isEmpty();
        assertThat(simulator.stats().creditsUsed()).isZero();
    }

    @Test
    void simulatorSaysThatItIsReady() {
        assertThat(client.get("/readyz").status()).isEqualTo(200);
    }
}
