package io.moodlepipeline.zohosimulator;

import static io.moodlepipeline.zohosimulator.Rows.KEY;
import static io.moodlepipeline.zohosimulator.Rows.STUDENTS;
import static io.moodlepipeline.zohosimulator.Rows.student;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.moodlepipeline.zohosimulator.Client.Answer;
import io.moodlepipeline.zohosimulator.options.Behaviour;
import io.moodlepipeline.zohosimulator.options.Deviation;
import io.moodlepipeline.zohosimulator.options.SimulatorOptions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reading, changing and deleting records by their ids. */
final class ReadAndDeleteTest {
    private static final String PATH = "/crm/v8/" + STUDENTS;

    private final TestClock clock = new TestClock();
    private ZohoSimulator simulator;
    private Client client;

    private void start(Deviation... deviations) {
        simulator = ZohoSimulator.start(SimulatorOptions.defaults()
                .withClock(clock)
                .withBehaviour(Behaviour.strict().with(deviations)));
        client = Client.of(simulator);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void recordIsReadByItsId() {
        start();
        String id = simulator.put(STUDENTS, student("1"));

        Answer answer = client.get(PATH + "/" + id);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.row(0).path(KEY).asText()).isEqualTo("1");
        assertThat(answer.row(0).path("Modified_By").path("id").asText()).isNotEmpty();
        assertThat(client.get(PATH + "/700000000000999999").status()).isEqualTo(204);
    }

    @Test
    void recordsAreListedByPagesWithTheFieldsAskedFor() {
        start();
        for (int i = 0; i < 5; i++) {
            simulator.put(STUDENTS, student("s" + i));
        }

        Answer second = client.get(PATH + "?fields=" + KEY + "&per_page=2&page=2");

        assertThat(second.body().path("data")).hasSize(2);
        assertThat(second.row(0).fieldNames()).toIterable().containsExactlyInAnyOrder("id", KEY);
        assertThat(second.row(0).path(KEY).asText()).isEqualTo("s2");
        JsonNode info = second.body().path("info");
        assertThat(info.path("more_records").asBoolean()).isTrue();
        Answer last = client.get(PATH + "?fields=" + KEY + "&per_page=2&page_token="
                + info.path("next_page_token").asText());
        assertThat(last.row(0).path(KEY).asText()).isEqualTo("s4");
        assertThat(last.body().path("info").path("more_records").asBoolean(true))
                .isFalse();
        assertThat(client.get(PATH + "?fields=" + KEY + "&page=2").status()).isEqualTo(204);
    }

    @Test
    void pagesByNumberEndAtTwoThousandRecords() {
        start();
        simulator.put(STUDENTS, student("1"));

        assertThat(client.get(PATH + "?fields=id&page=10").status()).isEqualTo(204);
        assertThat(client.get(PATH + "?fields=id&page=11").code()).isEqualTo("LIMIT_EXCEEDED");
        assertThat(client.get(PATH + "?fields=id&per_page=201").status()).isEqualTo(400);
    }

    @Test
    void recordIsChangedByItsIdWithoutWhatIsMandatory() {
        start();
        String id = simulator.put(STUDENTS, student("1"));

        Answer one = client.call(
                "PUT",
                PATH + "/" + id,
                Client.body(null, Client.object().put("City", "York")).toString());
        Answer many = client.call(
                "PUT",
                PATH,
                Client.body(
                                null,
                                Client.object().put("id", id).put("Country", "GB"),
                                Client.object().put("City", "x"))
                        .toString());

        assertThat(one.status()).isEqualTo(200);
        assertThat(many.status()).isEqualTo(207);
        assertThat(simulator.records(STUDENTS)).singleElement().satisfies(record -> {
            assertThat(record.path("City").asText()).isEqualTo("York");
            assertThat(record.path("Country").asText()).isEqualTo("GB");
        });
    }

    @Test
    void deletionsAreToldRowByRow() {
        start();
        String id = simulator.put(STUDENTS, student("1"));

        Answer mixed = client.delete(PATH + "?ids=" + id + ",700000000000999999");
        Answer gone = client.delete(PATH + "/" + id);

        assertThat(mixed.status()).isEqualTo(207);
        assertThat(mixed.row(0).path("message").asText()).isEqualTo("record deleted");
        assertThat(mixed.row(1).path("code").asText()).isEqualTo("INVALID_DATA");
        assertThat(mixed.row(1).path("message").asText()).isEqualTo("record not deleted");
        assertThat(gone.status()).isEqualTo(400);
        assertThat(simulator.records(STUDENTS)).isEmpty();
        assertThat(client.get(PATH + "/deleted?type=recycle").row(0).path("id").asText())
                .isEqualTo(id);
    }

    @Test
    void deletedRecordFreesItsKeyAndItsIdIsDead() {
        start();
        String id = simulator.put(STUDENTS, student("1"));
        simulator.delete(STUDENTS, id);

        assertThat(client.upsert(STUDENTS, Client.by(KEY), student("1").put("id", id))
                        .row(0)
                        .path("code")
                        .asText())
                .isEqualTo("INVALID_DATA");
        Answer again = client.upsert(STUDENTS, Client.by(KEY), student("1"));

        assertThat(again.row(0).path("action").asText()).isEqualTo("insert");
        assertThat(again.details(0).path("id").asText()).isNotEqualTo(id);
    }

    @Test
    void deletedRecordKeepsItsKeyWhereThatIsChosen() {
        start(Deviation.BIN_BLOCKS_UNIQUE);
        simulator.delete(STUDENTS, simulator.put(STUDENTS, student("1")));

        assertThat(client.upsert(STUDENTS, Client.by(KEY), student("1"))
                        .row(0)
                        .path("code")
                        .asText())
                .isEqualTo("DUPLICATE_DATA");
    }

    @Test
    void recordThatWasChangedLaterIsLeftAlone() {
        start();
        client.upsert(STUDENTS, Client.by(KEY), student("1"));
        String body =
                Client.body(Client.by(KEY), student("1").put("City", "York")).toString();

        Answer refused =
                client.call("POST", PATH + "/upsert", body, "If-Unmodified-Since", "2026-03-02T09:59:59+00:00");
        Answer taken = client.call("POST", PATH + "/upsert", body, "If-Unmodified-Since", "2026-03-02T10:00:00+00:00");

        assertThat(refused.status()).isEqualTo(412);
        assertThat(refused.row(0).path("code").asText()).isEqualTo("ALREADY_MODIFIED");
        assertThat(refused.details(0).has("Modified_Time")).isTrue();
        assertThat(taken.status()).isEqualTo(200);
    }

    @Test
    void creationStaysAndModificationMovesOn() {
        start();
        JsonNode first = client.upsert(STUDENTS, Client.by(KEY), student("1")).details(0);
        clock.pass(Duration.ofMinutes(10));

        JsonNode second = client.upsert(STUDENTS, Client.by(KEY), student("1")).details(0);

        assertThat(second.path("Created_Time")).isEqualTo(first.path("Created_Time"));
        assertThat(second.path("Modified_Time").asText()).isEqualTo("2026-03-02T10:10:00+00:00");
    }
}
