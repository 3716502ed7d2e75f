package io.moodlepipeline.zoho.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.moodlepipeline.zoho.ManualClock;
import io.moodlepipeline.zoho.api.ZohoException.Kind;
import io.moodlepipeline.zoho.http.CannedServer;
import io.moodlepipeline.zoho.http.CannedServer.Reply;
import io.moodlepipeline.zoho.http.CannedServer.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Queries, descriptions and the organisation. */
class ReadsTest {

    @Test
    void querySendsTheTextAndReturnsTheRecords() throws Exception {
        try (CannedServer server = CannedServer.saying(
                200, "{\"data\":[{\"id\":\"1\"},{\"id\":\"2\"}],\"info\":{\"count\":2,\"more_records\":false}}")) {
            assertThat(TestCalls.api(server).query("select id from Grades where Name = 'O\\'Neil'"))
                    .extracting(row -> row.get("id").asText())
                    .containsExactly("1", "2");

            Request request = server.requests().get(0);
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.address()).hasToString("/crm/v8/coql");
            assertThat(request.json().get("select_query").asText())
                    .isEqualTo("select id from Grades where Name = 'O\\'Neil'");
        }
    }

    @Test
    void nothingFoundIsAnEmptyList() throws Exception {
        try (CannedServer server = CannedServer.saying(204, "")) {
            assertThat(TestCalls.api(server).query("select id from Grades where Name = 'x'"))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"204, ''", "200, '{\"fields\":[]}'"})
    void thatAModuleHasNoFieldsIsAnOutageAndNoAnswer(int status, String body) throws Exception {
        try (CannedServer server = CannedServer.saying(status, body)) {
            ZohoException failure = catchThrowableOfType(
                    ZohoException.class, () -> TestCalls.api(server).fields("Grades"));

            assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "text | 'data_type':'text','length':120 | text 120 -1 optional create update",
                "decimals | 'data_type':'double','length':16,'decimal_place':2 | double 16 2 optional create update",
                "mandatory | 'data_type':'text','system_mandatory':true | text 0 -1 mandatory create update",
                "unique | 'data_type':'text','unique':{'case_sensitive':false} | text 0 -1 unique optional create update",
                "not unique | 'data_type':'text','unique':{} | text 0 -1 optional create update",
                "external | 'data_type':'text','external':{'type':'org','show':true} | text 0 -1 unique optional create update",
                "user's own external | 'data_type':'text','external':{'type':'user'} | text 0 -1 optional create update",
                "no external | 'data_type':'text','external':null | text 0 -1 optional create update",
                "read only | 'data_type':'formula','read_only':true | formula 0 -1 optional",
                "field read only | 'data_type':'text','field_read_only':true | text 0 -1 optional",
                "set once | 'data_type':'text','operation_type':{'api_create':true,'api_update':false} | text 0 -1 optional create",
                "not by API | 'data_type':'autonumber','operation_type':{'api_create':false,'api_update':false,'web_create':true} | autonumber 0 -1 optional",
                "lookup | 'data_type':'lookup','lookup':{'module':{'api_name':'BTEC_Students','id':'7'}} | lookup 0 -1 optional create update -> BTEC_Students",
                "older lookup | 'data_type':'lookup','lookup':{'module':'BTEC_Students'} | lookup 0 -1 optional create update -> BTEC_Students",
                "no lookup | 'data_type':'text','lookup':{} | text 0 -1 optional create update",
                "pick list | 'data_type':'picklist','pick_list_values':[{'actual_value':'Merit','display_value':'M','type':'used'},{'actual_value':'Old','type':'unused'},{'actual_value':'Pass'}] | picklist 0 -1 optional create update {M=Merit, Merit=Merit, Pass=Pass}",
                "renamed | 'data_type':'picklist','pick_list_values':[{'actual_value':'Pass','display_value':'Refer'},{'actual_value':'Option 2','display_value':'Pass'}] | picklist 0 -1 optional create update {Option 2=Option 2, Pass=Option 2, Refer=Pass}"
            })
    void fieldsAreReadAsZohoDescribesThem(String name, String description, String expected) throws Exception {
        String body = "{\"fields\":[{\"api_name\":\"Field_1\"," + description.replace('\'', '"') + "}]}";
        try (CannedServer server = CannedServer.saying(200, body)) {
            assertThat(TestCalls.api(server).fields("Grades"))
                    .hasSize(1)
                    .first()
                    .satisfies(field -> {
                        assertThat(field.apiName()).isEqualTo("Field_1");
                        assertThat(text(field)).as(name).isEqualTo(expected);
                    });
            assertThat(server.requests().get(0).address()).hasToString("/crm/v8/settings/fields?module=Grades");
        }
    }

    @Test
    void modulesAreReadAsZohoDescribesThem() throws Exception {
        try (CannedServer server = CannedServer.saying(200, """
                {"modules":[
                 {"api_name":"Grades","module_name":"CustomModule3","generated_type":"custom","api_supported":true,
                  "creatable":true,"editable":true,"deletable":true,"viewable":true,"status":"visible","id":"7","profiles":[]},
                 {"api_name":"Home","generated_type":"default","api_supported":false,"creatable":false,"editable":false,
                  "status":"user_hidden"}]}
                """)) {
            assertThat(TestCalls.api(server).modules())
                    .containsExactly(
                            new ModuleMetadata("Grades", "custom", true, true, true, true),
                            new ModuleMetadata("Home", "default", false, false, false, false));
            assertThat(server.requests().get(0).address()).hasToString("/crm/v8/settings/modules");
        }
    }

    @Test
    void organisationTellsEditionAndUsers() throws Exception {
        try (CannedServer server = CannedServer.saying(200, """
                {"org":[{"zgid":"700000001","time_zone":"Europe/Dublin","company_name":"A school",
                 "license_details":{"paid_type":"enterprise","users_license_purchased":12}}]}
                """)) {
            assertThat(TestCalls.api(server).org())
                    .isEqualTo(new OrgInfo("700000001", "Europe/Dublin", "enterprise", 12));
            assertThat(server.requests().get(0).address()).hasToString("/crm/v8/org");
        }
    }

    @Test
    void organisationMayKeepAllButItsIdToItself() throws Exception {
        try (CannedServer server = CannedServer.saying(200, "{\"org\":[{\"zgid\":700000001}]}")) {
            assertThat(TestCalls.api(server).org()).isEqualTo(new OrgInfo("700000001", null, null, 0));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{\"org\":[]}", "{\"org\":[{}]}", "{\"org\":[1]}", "{}"})
    void organisationWithoutIdIsNoAnswer(String body) throws Exception {
        try (CannedServer server = CannedServer.saying(200, body)) {
            HttpZohoApi api = TestCalls.api(server);

            assertThat(catchThrowableOfType(ZohoException.class, api::org).kind())
                    .isEqualTo(Kind.UNAVAILABLE);
        }
    }

    @Test
    void creditsRemainingAreReportedWheneverZohoSaysThem() throws Exception {
        List<Long> reported = new ArrayList<>();
        Map<String, String> header = Map.of("X-API-CREDITS-REMAINING", "1234");
        try (CannedServer server =
                CannedServer.start(request -> switch (request.address().getPath()) {
                    case "/crm/v8/org" -> new Reply(429, "", header);
                    case "/crm/v8/coql" -> new Reply(204, "", header);
                    default -> new Reply(200, "{\"modules\":[]}");
                })) {
            HttpZohoApi api = new HttpZohoApi(
                    TestCalls.client(),
                    server.url(),
                    new FixedTokens(),
                    TestCalls.TIMEOUT,
                    reported::add,
                    new ManualClock());
            assertThatThrownBy(api::org).isInstanceOf(ZohoException.class);
            api.query("select id from Grades where Name = 'x'");
            api.modules();

            assertThat(reported).containsExactly(1234L, 1234L);
        }
    }

    private static String text(FieldMetadata field) {
        List<String> words = new ArrayList<>(
                List.of(field.dataType(), String.valueOf(field.length()), String.valueOf(field.decimalPlaces())));
        if (field.unique()) {
            words.add("unique");
        }
        words.add(field.mandatory() ? "mandatory" : "optional");
        if (field.creatable()) {
            words.add("create");
        }
        if (field.updatable()) {
            words.add("update");
        }
        if (field.lookupModule() != null) {
            words.add("-> " + field.lookupModule());
        }
        if (!field.words().isEmpty()) {
            words.add(new TreeMap<>(field.words()).toString());
        }
        return String.join(" ", words);
    }
}
