package io.moodlepipeline.zohosimulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.moodlepipeline.zohosimulator.options.Edition;
import io.moodlepipeline.zohosimulator.options.OrgOptions;
import io.moodlepipeline.zohosimulator.options.SimulatorOptions;
import io.moodlepipeline.zohosimulator.schema.SchemaFile;
import java.time.ZoneId;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an administrator's set-up looks like through the API. */
final class MetadataTest {
    private ZohoSimulator simulator;
    private Client client;

    @BeforeEach
    void start() {
        simulator = ZohoSimulator.start(SimulatorOptions.defaults()
                .withOrgs(OrgOptions.defaults()
                        .withEdition(Edition.PROFESSIONAL, 7)
                        .withTimeZone(ZoneId.of("Asia/Kolkata"))));
        client = Client.of(simulator);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    private JsonNode field(String module, String apiName) {
        JsonNode fields =
                client.get("/crm/v8/settings/fields?module=" + module).body().path("fields");
        return StreamSupport.stream(fields.spliterator(), false)
                .filter(field -> field.path("api_name").asText().equals(apiName))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void organisationSaysItsEditionAndUsers() {
        JsonNode org = client.get("/crm/v8/org").body().path("org").path(0);

        assertThat(org.path("zgid").asText()).isEqualTo("700000001");
        assertThat(org.path("time_zone").asText()).isEqualTo("Asia/Kolkata");
        assertThat(org.path("license_details").path("paid_type").asText()).isEqualTo("professional");
        assertThat(org.path("license_details").path("users_license_purchased").asInt())
                .isEqualTo(7);
    }

    @Test
    void timesHaveTheOffsetOfTheOrganisation() {
        assertThat(client.upsert(Rows.STUDENTS, Client.by(Rows.KEY), Rows.student("1"))
                        .details(0)
                        .path("Modified_Time")
                        .asText())
                .endsWith("+05:30");
    }

    @Test
    void modulesAreListed() {
        JsonNode modules = client.get("/crm/v8/settings/modules").body().path("modules");

        assertThat(modules)
                .extracting(module -> module.path("api_name").asText())
                .containsExactly("BTEC_Students", "Enrollments", "Grades");
        assertThat(modules).allSatisfy(module -> {
            assertThat(module.path("generated_type").asText()).isEqualTo("custom");
            assertThat(module.path("module_name").asText()).startsWith("CustomModule");
            assertThat(module.path("status").asText()).isEqualTo("visible");
            for (String can : new String[] {"api_supported", "creatable", "editable", "deletable", "viewable"}) {
                assertThat(module.path(can).asBoolean()).as(can).isTrue();
            }
        });
    }

    @ParameterizedTest(name = "{0}.{1} is {2} of {3}")
    @CsvSource({
        "BTEC_Students, Student_Moodle_ID, text, 255, true, false",
        "BTEC_Students, Name, text, 255, false, true",
        "BTEC_Students, Academic_Email, email, 100, false, false",
        "BTEC_Students, Phone_Number, phone, 30, false, false",
        "BTEC_Students, Status, picklist, 120, false, false",
        "Enrollments, Start_Date, date, 0, false, false",
        "Grades, Feedback, textarea, 32000, false, false",
        "Grades, Grade, double, 16, false, false",
    })
    void fieldsAreDescribed(String module, String apiName, String type, int length, boolean unique, boolean mandatory) {
        JsonNode field = field(module, apiName);

        assertThat(field.path("data_type").asText()).isEqualTo(type);
        assertThat(field.path("length").asInt()).isEqualTo(length);
        assertThat(field.path("unique").isEmpty()).isEqualTo(!unique);
        assertThat(field.path("unique").path("case_sensitive").asBoolean(false)).isFalse();
        assertThat(field.path("system_mandatory").asBoolean()).isEqualTo(mandatory);
        assertThat(field.path("operation_type").path("api_create").asBoolean()).isTrue();
        assertThat(field.path("operation_type").path("api_update").asBoolean()).isTrue();
        assertThat(field.path("read_only").asBoolean()).isFalse();
        assertThat(field.path("external").isNull()).isTrue();
    }

    @Test
    void decimalsLookupsAndWordsAreDescribed() {
        assertThat(field("Grades", "Grade").path("decimal_place").asInt()).isEqualTo(2);
        assertThat(field("Grades", "Student")
                        .path("lookup")
                        .path("module")
                        .path("api_name")
                        .asText())
                .isEqualTo("BTEC_Students");
        assertThat(field("Grades", "BTEC_Grade_Name").path("pick_list_values"))
                .extracting(word -> word.path("actual_value").asText())
                .containsExactly("Distinction", "Merit", "Pass", "Refer", "Not Graded");
    }

    @ParameterizedTest
    @CsvSource({"id", "Created_Time", "Modified_Time", "Created_By", "Modified_By"})
    void fieldsThatZohoWritesAreReadOnly(String apiName) {
        JsonNode field = field("Grades", apiName);

        assertThat(field.path("read_only").asBoolean()).isTrue();
        assertThat(field.path("custom_field").asBoolean()).isFalse();
        assertThat(field.path("operation_type").path("api_create").asBoolean(true))
                .isFalse();
    }

    @Test
    void otherSetUpsAreDescribedAsTheyAre() {
        stop();
        simulator = ZohoSimulator.start(SimulatorOptions.defaults().withSchema(SchemaFile.parse("""
                                        modules:
                                          Odd:
                                            generated_type: default
                                            editable: false
                                            status: user_hidden
                                            fields:
                                              Outside: {type: text, external: org}
                                              Once: {type: text, api_update: false}
                                        """)));
        client = Client.of(simulator);

        JsonNode module =
                client.get("/crm/v8/settings/modules").body().path("modules").path(0);

        assertThat(module.path("generated_type").asText()).isEqualTo("default");
        assertThat(module.path("editable").asBoolean()).isFalse();
        assertThat(module.path("status").asText()).isEqualTo("user_hidden");
        assertThat(field("Odd", "Outside").path("external").path("type").asText())
                .isEqualTo("org");
        assertThat(field("Odd", "Once")
                        .path("operation_type")
                        .path("api_update")
                        .asBoolean(true))
                .isFalse();
    }
}
