package io.moodlepipeline.zohosimulator;

import static io.moodlepipeline.zohosimulator.Rows.KEY;
import static io.moodlepipeline.zohosimulator.Rows.STUDENTS;
import static io.moodlepipeline.zohosimulator.Rows.student;
import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.zohosimulator.Client.Answer;
import io.moodlepipeline.zohosimulator.options.OrgOptions;
import io.moodlepipeline.zohosimulator.options.SimulatorOptions;
import io.moodlepipeline.zohosimulator.schema.SchemaFile;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused as a whole, with one error and no rows. */
final class RequestErrorTest {
    private static final String ROW = "{'data':[{'Name':'One','Student_Moodle_ID':'1'}]%s}";

    private ZohoSimulator simulator;
    private Client client;

    @BeforeEach
    void start() {
        simulator = ZohoSimulator.start(SimulatorOptions.defaults());
        client = Client.of(simulator);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    private static void assertRefused(Answer answer, int status, String code) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.body().path("status").asText()).isEqualTo("error");
        assertThat(answer.body().path("message").asText()).isNotEmpty();
        assertThat(answer.body().path("details").isObject()).isTrue();
        assertThat(answer.body().has("data")).isFalse();
    }

    @ParameterizedTest(name = "{0} {1}: {2} {3}")
    @CsvSource({
        "POST, /crm/v8/BTEC_students/upsert, 400, INVALID_MODULE",
        "GET, /crm/v8/settings/fields?module=Nothing, 400, INVALID_MODULE",
        "GET, /crm/v8/Nothing?fields=Name, 400, INVALID_MODULE",
        "GET, /crm/v8/BTEC_Students/upsert, 400, INVALID_REQUEST_METHOD",
        "PATCH, /crm/v8/BTEC_Students, 400, INVALID_REQUEST_METHOD",
        "GET, /crm/v8/coql, 400, INVALID_REQUEST_METHOD",
        "POST, /crm/v8/org, 400, INVALID_REQUEST_METHOD",
        "POST, /crm/v9/BTEC_Students/upsert, 404, INVALID_URL_PATTERN",
        "POST, /crm/BTEC_Students/upsert, 404, INVALID_URL_PATTERN",
        "GET, /crm/v8/settings/nothing, 404, INVALID_URL_PATTERN",
        "GET, /crm/v8/BTEC_Students/1/2/3, 404, INVALID_URL_PATTERN",
        "GET, /crm/v8/settings/fields, 400, REQUIRED_PARAM_MISSING",
        "DELETE, /crm/v8/BTEC_Students, 400, REQUIRED_PARAM_MISSING",
        "DELETE, '/crm/v8/BTEC_Students?ids=1,x', 400, UNABLE_TO_PARSE_DATA_TYPE",
        "GET, /crm/v8/BTEC_Students, 400, REQUIRED_PARAM_MISSING",
    })
    void placeOrMethodThatDoesNotFit(String method, String path, int status, String code) {
        assertRefused(client.call(method, path, ROW.formatted("").replace('\'', '"')), status, code);
    }

    @Test
    void wrongModuleNamesItsPlaceInThePath() {
        Answer answer = client.upsert("Nothing", Client.by("Name"), student("1"));

        assertThat(answer.body().path("details").path("resource_path_index").asInt(-1))
                .isZero();
        assertThat(answer.body().path("message").asText()).isEqualTo("the module name given seems to be invalid");
    }

    @ParameterizedTest(name = "{0}: {1} about {2}")
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "no JSON | INVALID_DATA | ",
                "[] | INVALID_DATA | ",
                "{} | MANDATORY_NOT_FOUND | data",
                "{'data':{}} | INVALID_DATA | data",
                "{'data':[]} | INVALID_DATA | data",
                "{'data':[{'Name':'x'}],'trigger':'workflow'} | INVALID_DATA | trigger",
                "{'data':[{'Name':'x'}],'trigger':['nothing']} | INVALID_DATA | trigger",
                "{'data':[{'Name':'x'}],'duplicate_check_fields':'Name'} | INVALID_DATA | duplicate_check_fields",
            })
    void bodyThatIsNotAsItHasToBe(String body, String code, String about) {
        Answer answer = client.call("POST", "/crm/v8/" + STUDENTS + "/upsert", body.replace('\'', '"'));

        assertRefused(answer, 400, code);
        assertThat(answer.body().path("details").path("api_name").textValue()).isEqualTo(about);
    }

    @Test
    void callWithoutATokenIsNotAuthenticated() {
        assertRefused(client.with(null).get("/crm/v8/org"), 401, "AUTHENTICATION_FAILURE");
    }

    @Test
    void bearerSchemeIsNotZohos() {
        Answer answer =
                client.with(null).call("POST", "/crm/v8/coql", "{}", "Authorization", "Bearer " + client.token());

        assertRefused(answer, 401, "AUTHENTICATION_FAILURE");
    }

    @Test
    void unknownTokenIsInvalid() {
        assertRefused(client.with("1000.no.such").get("/crm/v8/org"), 401, "INVALID_TOKEN");
    }

    @ParameterizedTest(
            name = "{0} opens writing {1}, reading {2}, deleting {3}, queries {4}, modules {5}, fields {6}, org {7}")
    @CsvSource({
        "ZohoCRM.modules.ALL, true, true, true, false, false, false, false",
        "ZohoCRM.modules.custom.ALL, true, true, true, false, false, false, false",
        "ZohoCRM.modules.BTEC_Students.ALL, true, true, true, false, false, false, false",
        "ZohoCRM.modules.Grades.ALL, false, false, false, false, false, false, false",
        "ZohoCRM.modules.custom.CREATE, false, false, false, false, false, false, false",
        "ZohoCRM.modules.custom.CREATE+ZohoCRM.modules.custom.WRITE, true, false, false, false, false, false, false",
        "ZohoCRM.modules.custom.CREATE+ZohoCRM.modules.custom.UPDATE, true, false, false, false, false, false, false",
        "ZohoCRM.modules.custom.DELETE, false, false, true, false, false, false, false",
        "ZohoCRM.coql.READ, false, false, false, false, false, false, false",
        "ZohoCRM.coql.READ+ZohoCRM.modules.custom.READ, false, true, false, true, false, false, false",
        "ZohoCRM.settings.modules.READ, false, false, false, false, true, false, false",
        "ZohoCRM.settings.fields.READ, false, false, false, false, false, true, false",
        "ZohoCRM.settings.ALL, false, false, false, false, true, true, false",
        "ZohoCRM.org.READ, false, false, false, false, false, false, true",
    })
    void scopesOpenWhatTheySay(
            String scopes,
            boolean write,
            boolean read,
            boolean delete,
            boolean query,
            boolean modules,
            boolean fields,
            boolean org) {
        stop();
        simulator = ZohoSimulator.start(SimulatorOptions.defaults()
                .withOrgs(OrgOptions.defaults().withScopes(Set.of(scopes.split("\\+", -1)))));
        client = Client.of(simulator);

        assertThat(opened(client.upsert(STUDENTS, Client.by(KEY), student("1"))))
                .isEqualTo(write);
        assertThat(opened(client.get("/crm/v8/" + STUDENTS + "?fields=Name"))).isEqualTo(read);
        assertThat(opened(client.delete("/crm/v8/" + STUDENTS + "/1"))).isEqualTo(delete);
        assertThat(opened(client.coql("select id from " + STUDENTS + " where Name is not null")))
                .isEqualTo(query);
        assertThat(opened(client.get("/crm/v8/settings/modules"))).isEqualTo(modules);
        assertThat(opened(client.get("/crm/v8/settings/fields?module=" + STUDENTS)))
                .isEqualTo(fields);
        assertThat(opened(client.get("/crm/v8/org"))).isEqualTo(org);
    }

    private static boolean opened(Answer answer) {
        boolean refused = answer.code().equals("OAUTH_SCOPE_MISMATCH");
        assertThat(answer.status() == 401).isEqualTo(refused);
        return !refused;
    }

    @Test
    void moduleThatTheProfileMayNotWriteIsAuthorizationFailed() {
        stop();
        simulator = ZohoSimulator.start(SimulatorOptions.defaults()
                .withSchema(SchemaFile.parse("modules: {Closed: {creatable: false, fields: {K: {unique: true}}}}")));
        client = Client.of(simulator);

        assertRefused(
                client.upsert("Closed", Client.by("K"), Client.object().put("Name", "x")), 400, "AUTHORIZATION_FAILED");
    }

    @Test
    void moduleWithoutApiSupportIsInvalid() {
        stop();
        simulator = ZohoSimulator.start(SimulatorOptions.defaults()
                .withSchema(
                        SchemaFile.parse("modules: {Closed: {api_supported: false, fields: {K: {unique: true}}}}")));
        client = Client.of(simulator);

        assertRefused(client.upsert("Closed", Client.by("K"), Client.object().put("Name", "x")), 400, "INVALID_MODULE");
    }
}
