package io.moodlepipeline.zohosimulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.zohosimulator.Client.Answer;
import io.moodlepipeline.zohosimulator.options.Behaviour;
import io.moodlepipeline.zohosimulator.options.Deviation;
import io.moodlepipeline.zohosimulator.options.SimulatorOptions;
import io.moodlepipeline.zohosimulator.schema.Schema;
import io.moodlepipeline.zohosimulator.schema.SchemaFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which values a field of each type takes. */
final class FieldTypesTest {
    private static final Schema SCHEMA = SchemaFile.parse("""
            modules:
              Everything:
                fields:
                  Key: {type: text, unique: true}
                  Text: {type: text, length: 5}
                  Textarea: {type: textarea, length: 10}
                  Email: {type: email}
                  Phone: {type: phone}
                  Website: {type: website}
                  Picklist: {type: picklist, values: [Red, Not Green]}
                  Words: {type: multiselectpicklist, values: [Red, Green, Blue]}
                  Date: {type: date}
                  Datetime: {type: datetime}
                  Integer: {type: integer}
                  Bigint: {type: bigint}
                  Double: {type: double, decimal_place: 2}
                  Currency: {type: currency, decimal_place: 9}
                  Percent: {type: percent}
                  Boolean: {type: boolean}
                  Lookup: {type: lookup, lookup: Everything}
                  Autonumber: {type: autonumber}
                  Needed: {type: text, mandatory: true}
                  Owned: {type: text, api_create: false, api_update: false}
            """);

    private static ZohoSimulator simulator;
    private static ZohoSimulator lenient;
    private static Client client;
    private static Client lenientClient;

    @BeforeAll
    static void start() {
        SimulatorOptions options = SimulatorOptions.defaults().withSchema(SCHEMA);
        simulator = ZohoSimulator.start(options);
        client = Client.of(simulator);
        lenient = ZohoSimulator.start(options.withBehaviour(Behaviour.strict()
                .with(
                        Deviation.LENIENT_PICKLISTS,
                        Deviation.LENIENT_DATETIMES,
                        Deviation.UNKNOWN_KEYS_REFUSED,
                        Deviation.EMPTY_TEXT_CLEARS,
                        Deviation.MANDATORY_ON_INSERT_ONLY,
                        Deviation.FIRST_ERROR_ONLY)));
        lenientClient = Client.of(lenient);
    }

    @AfterAll
    static void stop() {
        simulator.close();
        lenient.close();
    }

    private static ObjectNode row(String field, JsonNode value) {
        ObjectNode row =
                Client.object().put("Name", "One").put("Key", field + value).put("Needed", "x");
        row.set(field, value);
        return row;
    }

    private static Answer send(Client to, ObjectNode row) {
        return to.upsert("Everything", Client.by("Key"), row);
    }

    private static Answer send(Client to, String field, String json) {
        try {
            return send(to, row(field, new ObjectMapper().readTree(json.replace('\'', '"'))));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "Text | 'ab de'",
                "Text | '\uD83D\uDE00bcde'",
                "Textarea | 'ab\\ncd'",
                "Email | 'ada.byron+btec@mail.college.example'",
                "Email | 'zoë@college.example'",
                "Phone | '+44 (0)20 7946-0958'",
                "Phone | '02079460958'",
                "Website | 'https://college.example/x'",
                "Website | 'www.college.example'",
                "Picklist | 'Not Green'",
                "Words | ['Red','Blue']",
                "Date | '2024-02-29'",
                "Datetime | '2026-01-05T09:00:00+01:00'",
                "Integer | 999999999",
                "Integer | -1",
                "Bigint | '999999999999999999'",
                "Double | 69.99",
                "Double | 70",
                "Currency | 1234567890123456.123456789",
                "Percent | 99.5",
                "Boolean | false",
                "Text | null",
            })
    void fittingValueIsTaken(String field, String json) {
        assertThat(send(client, field, json).row(0).path("code").asText()).isEqualTo("SUCCESS");
    }

    @ParameterizedTest(name = "{0}: {1} is refused with {2} {3}")
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "Text | 'abcdef' | maximum_length | 5",
                "Text | 5 | expected_data_type | text",
                "Textarea | 'abcdefghijk' | maximum_length | 10",
                "Textarea | {} | expected_data_type | textarea",
                "Email | 'ada' | expected_data_type | email",
                "Email | 'ada@college' | expected_data_type | email",
                "Email | 'ada@college.e' | expected_data_type | email",
                "Email | 'a d@college.example' | expected_data_type | email",
                "Phone | 'ring me!' | expected_data_type | phone",
                "Phone | '0123456789012345678901234567890' | maximum_length | 30",
                "Phone | 2079460958 | expected_data_type | phone",
                "Website | 'college' | expected_data_type | website",
                "Words | 'Red' | expected_data_type | jsonarray",
                "Date | '2026-02-29' | expected_data_type | date",
                "Date | '5/1/2026' | expected_data_type | date",
                "Date | '2026-01-05T09:00:00+01:00' | expected_data_type | date",
                "Date | 1767603600 | expected_data_type | date",
                "Datetime | '2026-01-05T09:00:00Z' | expected_data_type | datetime",
                "Datetime | '2026-01-05T09:00:00.5+01:00' | expected_data_type | datetime",
                "Datetime | '2026-01-05' | expected_data_type | datetime",
                "Integer | 1000000000 | maximum_length | 9",
                "Integer | '5' | expected_data_type | integer",
                "Integer | 5.5 | expected_data_type | integer",
                "Bigint | '1234567890123456789' | maximum_length | 18",
                "Bigint | 5 | expected_data_type | bigint",
                "Double | '70' | expected_data_type | double",
                "Double | 69.999 | maximum_length | 16",
                "Double | 12345678901234567 | maximum_length | 16",
                "Currency | 0.1234567891 | maximum_length | 16",
                "Percent | 123456 | maximum_length | 5",
                "Boolean | 'true' | expected_data_type | boolean",
                "Lookup | '700000000000100001' | expected_data_type | jsonobject",
            })
    void otherValueIsInvalidData(String field, String json, String detail, String value) {
        Answer answer = send(client, field, json);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.row(0).path("code").asText()).isEqualTo("INVALID_DATA");
        assertThat(answer.row(0).path("message").asText()).isEqualTo("invalid data");
        assertThat(answer.row(0).path("status").asText()).isEqualTo("error");
        assertThat(answer.details(0).path("api_name").asText()).isEqualTo(field);
        assertThat(answer.details(0).path("json_path").asText()).isEqualTo("$.data[0]." + field);
        assertThat(answer.details(0).path(detail).asText()).isEqualTo(value);
    }

    @Test
    void wordThatAPickListDoesNotHaveIsRefusedWithThoseItHas() {
        Answer answer = send(client, "Picklist", "'Green'");

        assertThat(answer.row(0).path("code").asText()).isEqualTo("INVALID_DATA");
        assertThat(answer.details(0).path("supported_values")).hasSize(2);
    }

    @Test
    void emptyTextIsRefused() {
        assertThat(send(client, "Text", "''").row(0).path("code").asText()).isEqualTo("INVALID_DATA");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {"Picklist | 'Green'", "Datetime | '2026-01-05T09:00:00.5Z'", "Text | ''"})
    void lenientSimulatorTakesIt(String field, String json) {
        assertThat(send(lenientClient, field, json).row(0).path("code").asText())
                .isEqualTo("SUCCESS");
    }

    @Test
    void unknownKeyIsDroppedOrRefused() {
        assertThat(send(client, "Txet", "'x'").row(0).path("code").asText()).isEqualTo("SUCCESS");
        assertThat(simulator.records("Everything")).noneMatch(record -> record.has("Txet"));

        Answer refused = send(lenientClient, "Txet", "'x'");

        assertThat(refused.row(0).path("code").asText()).isEqualTo("INVALID_DATA");
        assertThat(refused.details(0).path("api_name").asText()).isEqualTo("Txet");
    }

    @Test
    void nullClearsAndAMissingKeyLeaves() {
        ObjectNode row = Client.object()
                .put("Name", "One")
                .put("Key", "clearing")
                .put("Needed", "x")
                .put("Text", "old")
                .put("Phone", "123");
        send(client, row);
        row.remove("Phone");
        row.putNull("Text");

        send(client, row);

        assertThat(simulator.records("Everything"))
                .filteredOn(record -> record.path("Key").asText().equals("clearing"))
                .singleElement()
                .satisfies(record -> {
                    assertThat(record.get("Text").isNull()).isTrue();
                    assertThat(record.get("Phone").asText()).isEqualTo("123");
                });
    }

    @Test
    void mandatoryFieldIsNeededOnInsertAndOnUpdate() {
        ObjectNode row = Client.object().put("Name", "One").put("Key", "mandatory");

        Answer insert = send(client, row);
        send(client, row.deepCopy().put("Needed", "x"));
        Answer update = send(client, row);
        Answer cleared = send(client, row.deepCopy().putNull("Needed"));

        assertThat(insert.row(0).path("code").asText()).isEqualTo("MANDATORY_NOT_FOUND");
        assertThat(insert.row(0).path("message").asText()).isEqualTo("required field not found");
        assertThat(insert.details(0).path("api_name").asText()).isEqualTo("Needed");
        assertThat(update.row(0).path("code").asText()).isEqualTo("MANDATORY_NOT_FOUND");
        assertThat(cleared.row(0).path("code").asText()).isEqualTo("MANDATORY_NOT_FOUND");
    }

    @Test
    void mandatoryFieldMayBeLeftOutOfAnUpdateWhereThatIsChosen() {
        ObjectNode row = Client.object().put("Name", "One").put("Key", "mandatory");
        send(lenientClient, row.deepCopy().put("Needed", "x"));

        assertThat(send(lenientClient, row).row(0).path("code").asText()).isEqualTo("SUCCESS");
    }

    @Test
    void severalErrorsOfARowAreToldTogetherOrTheFirstAlone() {
        ObjectNode row = Client.object()
                .put("Name", "One")
                .put("Key", "several")
                .put("Needed", "x")
                .put("Integer", "5")
                .put("Boolean", "true");

        Answer all = send(client, row);
        Answer first = send(lenientClient, row);

        assertThat(all.row(0).path("code").asText()).isEqualTo("MULTIPLE_OR_MULTI_ERRORS");
        assertThat(all.details(0).path("errors")).hasSize(2).allSatisfy(error -> {
            assertThat(error.path("code").asText()).isEqualTo("INVALID_DATA");
            assertThat(error.path("details").path("json_path").asText()).startsWith("$.data[0].");
        });
        assertThat(first.row(0).path("code").asText()).isEqualTo("INVALID_DATA");
        assertThat(first.details(0).path("api_name").asText()).isEqualTo("Integer");
    }

    @Test
    void fieldThatTheApiMayNotWriteIsPassedOver() {
        send(client, "Owned", "'x'");
        send(client, "Autonumber", "'x'");

        assertThat(simulator.records("Everything")).allSatisfy(record -> {
            assertThat(record.get("Owned").isNull()).isTrue();
            assertThat(record.get("Autonumber").isNull()).isTrue();
        });
    }

    @Test
    void wordsReplaceUnlessTheyAreToBeAppended() {
        ObjectNode row = Client.object().put("Name", "One").put("Key", "words").put("Needed", "x");
        row.putArray("Words").add("Red").add("Green");
        send(client, row);
        row.putArray("Words").add("Blue");
        row.putObject("$append_values").put("Words", true);
        send(client, row);

        assertThat(words()).hasSize(3);
        row.remove("$append_values");
        send(client, row);
        assertThat(words()).hasSize(1);
    }

    private static JsonNode words() {
        return simulator.records("Everything").stream()
                .filter(record -> record.path("Key").asText().equals("words"))
                .findFirst()
                .orElseThrow()
                .path("Words");
    }
}
