package io.moodlepipeline.zohosimulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.zohosimulator.Client.Answer;
import io.moodlepipeline.zohosimulator.options.Behaviour;
import io.moodlepipeline.zohosimulator.options.Deviation;
import io.moodlepipeline.zohosimulator.options.SimulatorOptions;
import io.moodlepipeline.zohosimulator.schema.SchemaFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** External ids: matching without, and references with {@code X-EXTERNAL}. */
final class ExternalIdTest {
    private static final String HEADER = "X-EXTERNAL";

    private ZohoSimulator simulator;
    private Client client;

    private void start(Deviation... deviations) {
        simulator = ZohoSimulator.start(SimulatorOptions.defaults()
                .withBehaviour(Behaviour.strict().with(deviations))
                .withSchema(SchemaFile.parse("""
                                        modules:
                                          People:
                                            fields:
                                              Outside: {type: text, external: org}
                                              City: {type: text}
                                          Marks:
                                            fields:
                                              Key: {type: text, unique: true}
                                              Person: {type: lookup, lookup: People}
                                        """)));
        client = Client.of(simulator);
        client.upsert("People", Client.by("Outside"), person("S-1"));
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    private static ObjectNode person(String outside) {
        return Client.object().put("Name", "Ada").put("Outside", outside);
    }

    private static String mark(String outside) {
        ObjectNode mark = Client.object().put("Name", "Essay").put("Key", "1");
        mark.putObject("Person").put("Outside", outside);
        return Client.body(Client.by("Key"), mark).toString();
    }

    @Test
    void externalIdIsMatchedLikeAUniqueField() {
        start();

        Answer answer = client.upsert("People", Client.by("Outside"), person("s-1"));

        assertThat(answer.row(0).path("duplicate_field").asText()).isEqualTo("Outside");
    }

    @Test
    void headerLetsALookupNameAnExternalId() {
        start();

        Answer answer = client.call("POST", "/crm/v8/Marks/upsert", mark("S-1"), HEADER, "Marks.Person.Outside");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(simulator.records("Marks").get(0).path("Person").path("name").asText())
                .isEqualTo("Ada");
    }

    @Test
    void unknownExternalIdIsInvalidData() {
        start();

        Answer answer = client.call("POST", "/crm/v8/Marks/upsert", mark("S-9"), HEADER, "Marks.Person.Outside");

        assertThat(answer.row(0).path("code").asText()).isEqualTo("INVALID_DATA");
        assertThat(answer.details(0).path("api_name").asText()).isEqualTo("Person");
    }

    @Test
    void withoutTheHeaderOnlyAnIdCounts() {
        start();

        assertThat(client.call("POST", "/crm/v8/Marks/upsert", mark("S-1"))
                        .row(0)
                        .path("code")
                        .asText())
                .isEqualTo("INVALID_DATA");
    }

    @Test
    void upsertMayNotLookAtTheHeaderWhereThatIsChosen() {
        start(Deviation.NO_EXTERNAL_IN_UPSERT);

        assertThat(client.call("POST", "/crm/v8/Marks/upsert", mark("S-1"), HEADER, "Marks.Person.Outside")
                        .row(0)
                        .path("code")
                        .asText())
                .isEqualTo("INVALID_DATA");
        assertThat(client.call("POST", "/crm/v8/Marks", mark("S-1"), HEADER, "Marks.Person.Outside")
                        .status())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Outside",
                "Marks.Person",
                "Marks.Person.City",
                "Marks.Nobody.Outside",
                "People.Outside",
                "Marks.Person.Outside.More",
                "Marks.Person.Outside,",
            })
    void headerThatBreaksItsGrammarIsInvalidData(String header) {
        start();

        Answer answer = client.call("POST", "/crm/v8/Marks/upsert", mark("S-1"), HEADER, header);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("INVALID_DATA");
    }

    @Test
    void recordIsReadChangedAndDeletedByItsExternalId() {
        start();

        assertThat(client.call("GET", "/crm/v8/People/S-1", "", HEADER, "People.Outside")
                        .row(0)
                        .path("Name")
                        .asText())
                .isEqualTo("Ada");
        assertThat(client.call("GET", "/crm/v8/People/S-9", "", HEADER, "People.Outside")
                        .status())
                .isEqualTo(204);
        String city = Client.body(null, Client.object().put("City", "York")).toString();
        assertThat(client.call("PUT", "/crm/v8/People/S-1", city, HEADER, "People.Outside")
                        .status())
                .isEqualTo(200);
        assertThat(client.call("DELETE", "/crm/v8/People?ids=S-1,S-9", "", HEADER, "People.Outside")
                        .status())
                .isEqualTo(207);
        assertThat(simulator.records("People")).isEmpty();
    }
}
