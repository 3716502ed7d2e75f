package io.moodlepipeline.ops.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.moodlepipeline.zoho.credit.Edition;
import io.moodlepipeline.zoho.oauth.RunTokenStore;
import io.moodlepipeline.zoho.oauth.TokenStore;
import io.moodlepipeline.zohosimulator.ZohoSimulator;
import io.moodlepipeline.zohosimulator.fault.Calls;
import io.moodlepipeline.zohosimulator.fault.Effect;
import io.moodlepipeline.zohosimulator.options.Credentials;
import io.moodlepipeline.zohosimulator.options.OrgOptions;
import io.moodlepipeline.zohosimulator.options.SimulatorOptions;
import io.moodlepipeline.zohosimulator.schema.Schema;
import java.net.URI;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is found in a school's Zoho: each mistake by itself, and named once. */
class TenantCheckUpTest {
    private static final SimulatorOptions OPTIONS = SimulatorOptions.defaults();
    private static final Credentials CREDENTIALS = OrgOptions.defaults().credentials();

    @Test
    void aZohoThatFitsIsFineAndCostsSixCredits() {
        try (ZohoSimulator simulator = ZohoSimulator.start(OPTIONS)) {
            TenantCheckUp.Result result = SimulatedTenant.checkUp(SimulatedTenant.of(simulator));

            assertThat(result.checks()).allMatch(check -> check.verdict() == Verdict.OK);
            assertThat(result.checks())
                    .extracting(Check::subject)
                    .containsExactly(
                            "token",
                            "api_domain",
                            "organisation",
                            "time zone",
                            "BTEC_Students",
                            "Enrollments",
                            "Grades",
                            "BTEC_Students fields",
                            "Enrollments fields",
                            "Grades fields",
                            "queries");
            assertThat(result.checks())
                    .extracting(Check::found)
                    .contains("700000001, enterprise, 10 users: 60000 credits in 24 hours");
            assertThat(result.credits()).isEqualTo(6);
            assertThat(simulator.stats().creditsUsed()).isEqualTo(6);
            assertThat(simulator.stats().tokensIssued()).isEqualTo(1);
        }
    }

    @Test
    void aTokenThatIsKeptSaysNothingOfTheRefreshToken() {
        try (ZohoSimulator simulator = ZohoSimulator.start(OPTIONS)) {
            TokenStore store = new RunTokenStore();

            assertThat(SimulatedTenant.checkUp(SimulatedTenant.of(simulator), store)
                            .checks())
                    .extracting(Check::found)
                    .first()
                    .asString()
                    .endsWith("the refresh token was taken");
            assertThat(SimulatedTenant.checkUp(SimulatedTenant.of(simulator), store)
                            .checks())
                    .extracting(Check::found)
                    .first()
                    .asString()
                    .endsWith("the refresh token was not tried");
        }
    }

    static Stream<Arguments> schemas() {
        return Stream.of(
                schema(
                        "      City: {type: text, length: 255}\n",
                        "",
                        "FAIL BTEC_Students.City is not there; no record gets it"),
                schema(
                        "Student_Moodle_ID: {type: text, length: 255, unique: true}",
                        "Student_Moodle_ID: {type: text, length: 255}",
                        "FAIL BTEC_Students.Student_Moodle_ID is not unique, so that Zoho cannot find records by it"),
                schema(
                        "Moodle_Grade_Composite_Key: {type: text, length: 255, unique: true}",
                        "Moodle_Grade_Composite_Key: {type: text, length: 20, unique: true}",
                        "FAIL Grades.Moodle_Grade_Composite_Key holds 20 characters, and a key can have 21"),
                schema(
                        "First_Name: {type: text, length: 255}",
                        "First_Name: {type: text, length: 20}",
                        "WARN BTEC_Students.First_Name holds 20 characters; firstname can be longer and is then cut"),
                schema(
                        "Feedback: {type: textarea, length: 32000}",
                        "Feedback: {type: textarea, length: 2000}",
                        "WARN Grades.Feedback holds 2000 characters; feedback can be longer and is then cut"),
                schema(
                        "type: email, length: 100",
                        "type: email, length: 50",
                        "WARN BTEC_Students.Academic_Email holds 50 characters; email can be longer and is then left out"),
                schema(
                        "City: {type: text, length: 255}",
                        "City: {type: text, length: 255, api_update: false}",
                        "FAIL BTEC_Students.City cannot be written; no record gets it"),
                schema(
                        "Grade: {type: double, length: 16, decimal_place: 2}",
                        "Grade: {type: date}",
                        "FAIL Grades.Grade is of type date, which cannot hold finalgrade"),
                schema(
                        "values: [Active, Suspended, Deleted]",
                        "values: [Active, Suspended]",
                        "WARN BTEC_Students.Status lacks in its pick list: Deleted"),
                schema(
                        "values: [Distinction, Merit, Pass, Refer, Not Graded]",
                        "values: [Distinction, Pass, Refer]",
                        "FAIL Grades.BTEC_Grade_Name lacks in its pick list: Merit"),
                schema(
                        "Student: {type: lookup, lookup: BTEC_Students}",
                        "Student: {type: lookup, lookup: Enrollments}",
                        "FAIL Grades.Student is no lookup to BTEC_Students"),
                schema(
                        "      City:",
                        "      Passport: {type: text, mandatory: true}\n      City:",
                        "FAIL BTEC_Students.Passport is mandatory and not mapped"),
                schema(
                        "      City:",
                        "      Passport: {type: text, unique: true}\n      City:",
                        "WARN BTEC_Students.Passport is unique beside the key, and not mapped"),
                schema(
                        "type: email, length: 100",
                        "type: email, length: 100, unique: true",
                        "WARN BTEC_Students.Academic_Email is unique beside the key: Zoho refuses it for a second record with"
                                + " the same value"),
                schema(
                        "type: email, length: 100",
                        "type: email, length: 100, unique: true, mandatory: true",
                        "FAIL BTEC_Students.Academic_Email is both mandatory and unique, so that a new record would be matched"
                                + " by it"),
                schema(
                        "  Enrollments:",
                        "  ENROLLMENTS:",
                        "FAIL Enrollments there is no such module, or the token's user does not see it; there is"
                                + " ENROLLMENTS, in other letters"),
                schema(
                        "  Grades:\n",
                        "  Grades:\n    creatable: false\n",
                        "FAIL Grades takes no new records from this user"),
                schema(
                        "  Grades:\n",
                        "  Grades:\n    editable: false\n",
                        "FAIL Grades does not let this user change records"),
                schema("  Grades:\n", "  Grades:\n    status: user_hidden\n", "FAIL Grades is hidden"),
                schema(
                        "  Grades:\n",
                        "  Grades:\n    generated_type: default\n",
                        "FAIL Grades is no custom module, and Zoho matches records of others by fields of its own choice"));
    }

    private static Arguments schema(String from, String to, String found) {
        return arguments(from, to, found);
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("schemas")
    void aMistakeInZohoIsNamedOnceAndWithItsRemedy(String from, String to, String found) {
        TenantCheckUp.Result result = SimulatedTenant.checkUp(OPTIONS.withSchema(SimulatedTenant.schema(from, to)));

        assertThat(troubles(result)).containsExactly(found);
    }

    @Test
    void aKeyCannotBecomeUniqueWhileTwoOtherFieldsAre() {
        Schema schema = SimulatedTenant.schema("Student_Moodle_ID: {type: text, length: 255, unique: true}", """
                Student_Moodle_ID: {type: text, length: 255}
                      Passport: {type: text, unique: true}
                      Visa: {type: text, unique: true}""");

        assertThat(troubles(SimulatedTenant.checkUp(OPTIONS.withSchema(schema))))
                .contains("FAIL BTEC_Students both of its unique fields are in use: Passport, Visa");
    }

    @ParameterizedTest
    @CsvSource({
        "ZohoCRM.org.READ, organisation",
        "ZohoCRM.settings.modules.READ, modules",
        "ZohoCRM.settings.fields.READ, BTEC_Students fields",
        "ZohoCRM.coql.READ, queries"
    })
    void aScopeThatIsMissingIsNamedAndTheRestIsCheckedAllTheSame(String scope, String subject) {
        Set<String> scopes = new HashSet<>(OrgOptions.ALL_SCOPES);
        scopes.remove(scope);

        TenantCheckUp.Result result =
                SimulatedTenant.checkUp(OPTIONS.withOrgs(OrgOptions.defaults().withScopes(scopes)));

        List<Check> failed = result.checks().stream()
                .filter(check -> check.verdict() == Verdict.FAIL)
                .toList();
        assertThat(failed).first().satisfies(check -> {
            assertThat(check.subject()).isEqualTo(subject);
            assertThat(check.found()).contains("OAUTH_SCOPE_MISMATCH", scope);
            assertThat(check.remedy()).contains("new refresh token", "refresh_token_file");
        });
        assertThat(failed).allMatch(check -> check.found().contains(scope));
        assertThat(result.checks())
                .filteredOn(check -> check.verdict() == Verdict.OK)
                .hasSizeGreaterThan(5);
    }

    static Stream<Arguments> credentials() {
        return Stream.of(
                arguments(
                        new Credentials("nobody", CREDENTIALS.clientSecret(), CREDENTIALS.refreshToken()), "client_id"),
                arguments(
                        new Credentials(CREDENTIALS.clientId(), "marked-4711", CREDENTIALS.refreshToken()),
                        "client_secret_file"),
                arguments(
                        new Credentials(CREDENTIALS.clientId(), CREDENTIALS.clientSecret(), "marked-4711"),
                        "refresh_token_file"));
    }

    @ParameterizedTest
    @MethodSource("credentials")
    void aRefusedCredentialIsNamedByItsSettingAndNothingElseIsTried(Credentials credentials, String setting) {
        try (ZohoSimulator simulator = ZohoSimulator.start(OPTIONS)) {
            TenantCheckUp.Result result = SimulatedTenant.checkUp(
                    SimulatedTenant.with(simulator.url(), simulator.url(), credentials, Optional.empty()));

            assertThat(result.checks()).singleElement().satisfies(check -> {
                assertThat(check.verdict()).isEqualTo(Verdict.FAIL);
                assertThat(check.subject()).isEqualTo("token");
                assertThat(check.remedy()).contains(setting, "accounts_url is another data centre's");
                assertThat(check.toString()).doesNotContain("marked-4711");
            });
            assertThat(result.credits()).isZero();
        }
    }

    @Test
    void aZohoThatMakesNoMoreTokensIsToBeWaitedFor() {
        try (ZohoSimulator simulator = ZohoSimulator.start(OPTIONS)) {
            for (int token = 0; token < 10; token++) {
                SimulatedTenant.checkUp(SimulatedTenant.of(simulator));
            }

            assertThat(SimulatedTenant.checkUp(SimulatedTenant.of(simulator)).checks())
                    .singleElement()
                    .satisfies(check -> {
                        assertThat(check.verdict()).isEqualTo(Verdict.FAIL);
                        assertThat(check.found()).contains("Zoho makes none for now");
                        assertThat(check.remedy()).contains("wait 10 minutes", "same refresh token");
                    });
        }
    }

    @Test
    void anApiDomainOtherThanTheTokensIsNamed() {
        try (ZohoSimulator simulator = ZohoSimulator.start(OPTIONS)) {
            URI other = URI.create("http://localhost:" + simulator.url().getPort());

            TenantCheckUp.Result result = SimulatedTenant.checkUp(
                    SimulatedTenant.with(simulator.url(), other, CREDENTIALS, Optional.empty()));

            assertThat(troubles(result))
                    .containsExactly("FAIL api_domain is set to localhost, and Zoho names 127.0.0.1 for this token");
        }
    }

    @ParameterizedTest
    @CsvSource({"500, organisation, run doctor again", "429, organisation, credits come back"})
    void aZohoThatDoesNotAnswerIsSaidOnce(int status, String subject, String remedy) {
        try (ZohoSimulator simulator = ZohoSimulator.start(OPTIONS)) {
            simulator.faults().add(Calls.to("/crm/").always(), Effect.Status.of(status));

            TenantCheckUp.Result result = SimulatedTenant.checkUp(SimulatedTenant.of(simulator));

            assertThat(result.checks())
                    .filteredOn(check -> check.verdict() != Verdict.OK)
                    .singleElement()
                    .satisfies(check -> {
                        assertThat(check.subject()).isEqualTo(subject);
                        assertThat(check.remedy()).contains(remedy);
                    });
        }
    }

    @Test
    void anotherTimeZoneAndAnotherEditionThanZohosAreSaid() {
        SimulatorOptions options = OPTIONS.withOrgs(OrgOptions.defaults().withTimeZone(ZoneId.of("Asia/Amman")));
        try (ZohoSimulator simulator = ZohoSimulator.start(options)) {
            TenantCheckUp.Result result = SimulatedTenant.checkUp(SimulatedTenant.with(
                    simulator.url(), simulator.url(), CREDENTIALS, Optional.of(Edition.PROFESSIONAL)));

            assertThat(troubles(result))
                    .containsExactly(
                            "WARN edition is set to PROFESSIONAL, and Zoho says ENTERPRISE",
                            "WARN time zone dates are made in Europe/London, and the organisation's is Asia/Amman");
            assertThat(result.checks())
                    .extracting(Check::found)
                    .contains("700000001, enterprise, 10 users: 55000 credits in 24 hours");
        }
    }

    private static List<String> troubles(TenantCheckUp.Result result) {
        List<Check> troubles = result.checks().stream()
                .filter(check -> check.verdict() != Verdict.OK)
                .toList();
        assertThat(troubles).allMatch(check -> !check.remedy().isBlank());
        return troubles.stream()
                .map(check -> check.verdict() + " " + check.subject() + " " + check.found())
                .toList();
    }
}
