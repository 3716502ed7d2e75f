package io.moodlepipeline.zoho.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.runtime.settings.Secret;
import io.moodlepipeline.zoho.api.ZohoException.Kind;
import io.moodlepipeline.zoho.http.HttpExchange;
import io.moodlepipeline.zoho.http.JsonBody;
import io.moodlepipeline.zoho.oauth.AccessTokens;
import io.moodlepipeline.zoho.oauth.HttpTokenEndpoint;
import io.moodlepipeline.zoho.oauth.MemoryTokenStore;
import io.moodlepipeline.zoho.oauth.OAuthCredentials;
import io.moodlepipeline.zoho.oauth.SharedAccessTokens;
import io.moodlepipeline.zoho.oauth.TokenSealing;
import io.moodlepipeline.zohosimulator.ZohoSimulator;
import io.moodlepipeline.zohosimulator.fault.Calls;
import io.moodlepipeline.zohosimulator.fault.Effect;
import io.moodlepipeline.zohosimulator.options.Behaviour;
import io.moodlepipeline.zohosimulator.options.Credentials;
import io.moodlepipeline.zohosimulator.options.Deviation;
import io.moodlepipeline.zohosimulator.options.OrgOptions;
import io.moodlepipeline.zohosimulator.options.SimulatorOptions;
import io.moodlepipeline.zohosimulator.schema.SchemaFile;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client and its tokens against the simulator: both were made from the same facts, by different hands. */
class ZohoApiContractTest {
    private static final String STUDENTS = "BTEC_Students";
    private static final String KEY = "Student_Moodle_ID";
    private static final HttpClient CLIENT = HttpExchange.client();
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final ZohoSimulator SIMULATOR = ZohoSimulator.start(
            SimulatorOptions.defaults().withSchema(SchemaFile.builtIn().withUnique("BTEC_Students", "Academic_Email")));
    private static final ZohoApi API = api(SIMULATOR);

    @AfterAll
    static void stop() {
        SIMULATOR.close();
    }

    @BeforeEach
    void emptyAndWell() {
        SIMULATOR.faults().clear();
        for (String module : List.of("Grades", STUDENTS)) {
            SIMULATOR
                    .records(module)
                    .forEach(record -> SIMULATOR.delete(module, record.get("id").asText()));
        }
    }

    @Test
    void rowsAreInsertedAndThenUpdatedUnderTheSameId() throws Exception {
        RowResult.Written inserted =
                (RowResult.Written) upsert(student("7", "'City':'Cork'")).get(0);
        RowResult.Written byKey =
                (RowResult.Written) upsert(student("7", "'City':'Derry'")).get(0);
        RowResult.Written byId = (RowResult.Written)
                upsert(student("7", "'City':null").put("id", inserted.id())).get(0);

        assertThat(inserted.inserted()).isTrue();
        assertThat(byKey).isEqualTo(new RowResult.Written(inserted.id(), false));
        assertThat(byId).isEqualTo(byKey);
        assertThat(SIMULATOR.records(STUDENTS)).hasSize(1).first().satisfies(record -> {
            assertThat(record.get("id").asText()).isEqualTo(inserted.id());
            assertThat(record.get("City").isNull()).isTrue();
        });
    }

    @Test
    void hundredRowsComeBackInTheirOrder() throws Exception {
        ObjectNode[] rows = IntStream.range(0, 100)
                .mapToObj(row -> student(String.valueOf(row), ""))
                .toArray(ObjectNode[]::new);

        List<RowResult> results = upsert(rows);

        Map<String, String> idsByKey = SIMULATOR.records(STUDENTS).stream()
                .collect(Collectors.toMap(
                        record -> record.get(KEY).asText(),
                        record -> record.get("id").asText()));
        assertThat(results)
                .isEqualTo(Stream.of(rows)
                        .map(row ->
                                new RowResult.Written(idsByKey.get(row.get(KEY).asText()), true))
                        .toList());
    }

    @ParameterizedTest(name = "mixed is {0}")
    @CsvSource({"207", "200"})
    void rowsAreJudgedWhateverTheStatusOfAMixedReply(int status) throws Exception {
        Behaviour behaviour = status == 200 ? Behaviour.strict().with(Deviation.MIXED_IS_200) : Behaviour.strict();
        try (ZohoSimulator simulator =
                ZohoSimulator.start(SimulatorOptions.defaults().withBehaviour(behaviour))) {
            List<RowResult> results =
                    api(simulator).upsert(request(student("1", ""), student("2", "'Status':'Gone'"), student("3", "")));

            assertThat(results.get(0)).isInstanceOf(RowResult.Written.class);
            assertThat(error(results.get(1)).apiName()).isEqualTo("Status");
            assertThat(results.get(2)).isInstanceOf(RowResult.Written.class);
            assertThat(simulator.stats().statuses()).containsEntry(String.valueOf(status), 1L);
        }
    }

    static Stream<Arguments> rowsThatZohoRefuses() {
        return Stream.of(
                arguments(
                        "too long",
                        student("1", "'City':'" + "x".repeat(256) + "'"),
                        "INVALID_DATA",
                        "City",
                        null,
                        255),
                arguments("wrong type", student("1", "'City':7"), "INVALID_DATA", "City", "text", null),
                arguments("no such word", student("1", "'Status':'Gone'"), "INVALID_DATA", "Status", null, null),
                arguments(
                        "no e-mail",
                        student("1", "'Academic_Email':'at home'"),
                        "INVALID_DATA",
                        "Academic_Email",
                        null,
                        null),
                arguments("no Name", json("'Student_Moodle_ID':'1'"), "MANDATORY_NOT_FOUND", "Name", null, null),
                arguments(
                        "no such record",
                        student("1", "'id':'7000000000009999999'"),
                        "INVALID_DATA",
                        "id",
                        null,
                        null));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rowsThatZohoRefuses")
    void refusedRowsNameFieldAndBounds(
            String name, ObjectNode row, String code, String apiName, String dataType, Integer maximumLength)
            throws Exception {
        RowError error = error(upsert(row).get(0));

        assertThat(error.code()).as(name).isEqualTo(code);
        assertThat(error.apiName()).isEqualTo(apiName);
        if (dataType != null) {
            assertThat(error.expectedDataType()).isNotNull();
        }
        assertThat(error.maximumLength()).isEqualTo(maximumLength);
        assertThat(SIMULATOR.records(STUDENTS)).isEmpty();
    }

    @Test
    void lookupToNobodyNamesTheLookup() throws Exception {
        ObjectNode grade =
                json("'Name':'Unit 1','Moodle_Grade_Composite_Key':'1-2','Student':{'id':'7000000000009999999'}");

        List<RowResult> results = API.upsert(
                new UpsertRequest("Grades", List.of(grade), List.of("Moodle_Grade_Composite_Key"), List.of()));

        assertThat(error(results.get(0)).code()).isEqualTo("INVALID_DATA");
        assertThat(error(results.get(0)).apiName()).isEqualTo("Student");
    }

    @Test
    void uniqueValueOfAnotherRecordNamesItsHolder() throws Exception {
        String holder = ((RowResult.Written) upsert(student("1", "'Academic_Email':'a@school.example'"))
                        .get(0))
                .id();
        String other = ((RowResult.Written) upsert(student("2", "")).get(0)).id();

        RowError error =
                error(upsert(student("2", "'Academic_Email':'A@school.example'").put("id", other))
                        .get(0));

        assertThat(error.code()).isEqualTo("DUPLICATE_DATA");
        assertThat(error.apiName()).isEqualTo("Academic_Email");
        assertThat(error.duplicateRecordId()).isEqualTo(holder);
    }

    @Test
    void severalErrorsOfARowAreAllThere() throws Exception {
        RowError error = error(upsert(student("1", "'Status':'Gone','City':7")).get(0));

        assertThat(error.code()).isEqualTo("MULTIPLE_OR_MULTI_ERRORS");
        assertThat(error.inner()).extracting(RowError::apiName).containsExactlyInAnyOrder("Status", "City");
        assertThat(error.inner()).extracting(RowError::code).containsOnly("INVALID_DATA");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DEPENDENT_FIELD_MISSING",
                "DEPENDENT_MISMATCH",
                "EXPECTED_FIELD_MISSING",
                "LIMIT_EXCEEDED",
                "RECORD_LOCKED",
                "NOT_APPROVED",
                "RECORD_IN_BLUEPRINT",
                "DEPENDENT_SERVICE_ERROR",
                "AUTHORIZATION_FAILED",
                "INVALID_MODULE",
                "INVALID_REQUEST_METHOD"
            })
    void refusalsOfOneRowLeaveTheOthersAlone(String code) throws Exception {
        SIMULATOR
                .faults()
                .add(new Calls(null, null, 0, 1), new Effect.RefusedRow(STUDENTS, KEY, "2", code, "Status", null));

        List<RowResult> results = upsert(student("1", ""), student("2", ""), student("3", ""));

        assertThat(results.get(0)).isInstanceOf(RowResult.Written.class);
        assertThat(error(results.get(1))).isEqualTo(new RowError(code, "Status", null, null, null, List.of()));
        assertThat(results.get(2)).isInstanceOf(RowResult.Written.class);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "400, AUTHORIZATION_FAILED, CONFIGURATION, false",
        "400, INVALID_REQUEST_METHOD, CONFIGURATION, false",
        "400, REQUIRED_PARAM_MISSING, REJECTED, false",
        "400, UNABLE_TO_PARSE_DATA_TYPE, REJECTED, false",
        "401, AUTHENTICATION_FAILURE, CONFIGURATION, false",
        "403, NO_PERMISSION, CONFIGURATION, false",
        "404, INVALID_URL_PATTERN, CONFIGURATION, false",
        "400, API_NOT_SUPPORTED, CONFIGURATION, false",
        "429, TOO_MANY_REQUESTS, THROTTLED, false",
        "500, INTERNAL_ERROR, UNAVAILABLE, true",
        "502, , UNAVAILABLE, true",
        "503, , UNAVAILABLE, true"
    })
    void requestsRefusedAsAWholeAreOfTheKindThatTheFactsGive(int status, String code, Kind kind, boolean inDoubt) {
        SIMULATOR.faults().add(Calls.to("/upsert").times(2), new Effect.Status(status, code, null, false));

        ZohoException failure = upsertFails(student("1", ""));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.code()).isEqualTo(code == null ? "HTTP_" + status : code);
        assertThat(failure.inDoubt()).isEqualTo(inDoubt);
        assertThat(SIMULATOR.records(STUDENTS)).isEmpty();
    }

    @Test
    void unknownModuleIsAMatterOfSettings() {
        ZohoException failure = catchThrowableOfType(
                ZohoException.class,
                () -> API.upsert(new UpsertRequest("Pupils", List.of(student("1", "")), List.of(KEY), List.of())));

        assertThat(failure.kind()).isEqualTo(Kind.CONFIGURATION);
        assertThat(failure.code()).isEqualTo("INVALID_MODULE");
    }

    @Test
    void fieldThatCannotBeMatchedByIsRejected() {
        ZohoException failure = catchThrowableOfType(
                ZohoException.class,
                () -> API.upsert(new UpsertRequest(STUDENTS, List.of(student("1", "")), List.of("City"), List.of())));

        assertThat(failure.kind()).isEqualTo(Kind.REJECTED);
    }

    @Test
    void waitThatZohoAsksForIsHandedOn() {
        SIMULATOR.faults().add(Calls.to("/upsert"), new Effect.Status(429, null, 17, false));

        assertThat(upsertFails(student("1", "")).retryAfter()).contains(Duration.ofSeconds(17));
    }

    @ParameterizedTest
    @ValueSource(strings = {"INVALID_TOKEN", "INVALID_OAUTHTOKEN"})
    void expiredTokenIsReplacedAndTheCallSentAgain(String code) throws Exception {
        long issued = SIMULATOR.stats().tokensIssued();
        SIMULATOR.faults().add(Calls.to("/upsert"), new Effect.ExpiredToken(code));

        assertThat(upsert(student("1", "")).get(0)).isInstanceOf(RowResult.Written.class);

        assertThat(SIMULATOR.records(STUDENTS)).hasSize(1);
        assertThat(SIMULATOR.stats().tokensIssued()).isEqualTo(issued + 1);
    }

    @Test
    void missingScopeCostsNoToken() {
        try (ZohoSimulator simulator = ZohoSimulator.start(
                SimulatorOptions.defaults().withOrgs(OrgOptions.defaults().withScopes(Set.of("ZohoCRM.org.READ"))))) {
            ZohoException failure = catchThrowableOfType(
                    ZohoException.class, () -> api(simulator).upsert(request(student("1", ""))));

            assertThat(failure.kind()).isEqualTo(Kind.CONFIGURATION);
            assertThat(failure.code()).isEqualTo("OAUTH_SCOPE_MISMATCH");
            assertThat(simulator.stats().tokensIssued()).isEqualTo(1);
        }
    }

    static Stream<Arguments> lostReplies() {
        return Stream.of(
                arguments("reset after commit", new Effect.Reset(true), 1),
                arguments("reset before commit", new Effect.Reset(false), 0),
                arguments("truncated", new Effect.Garbage(true), 1),
                arguments("a page", new Effect.Garbage(false), 0),
                arguments("500 after commit", new Effect.Status(500, null, null, true), 1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lostReplies")
    void lostReplyLeavesTheWriteInDoubtAndTheNextCallConverges(String name, Effect effect, int written)
            throws Exception {
        SIMULATOR.faults().add(Calls.to("/upsert"), effect);

        ZohoException failure = upsertFails(student("1", ""));

        assertThat(failure.kind()).as(name).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failure.inDoubt()).isTrue();
        assertThat(SIMULATOR.records(STUDENTS)).hasSize(written);
        assertThat(upsert(student("1", "")).get(0)).isInstanceOf(RowResult.Written.class);
        assertThat(SIMULATOR.records(STUDENTS)).hasSize(1);
    }

    @Test
    void slowReplyIsGivenUpInDoubt() {
        SIMULATOR.faults().add(Calls.to("/upsert"), new Effect.Delay(2_000, true));

        ZohoException failure = catchThrowableOfType(
                ZohoException.class,
                () -> api(SIMULATOR, Duration.ofMillis(500), new ArrayList<>()).upsert(request(student("1", ""))));

        assertThat(failure.code()).isEqualTo("TIMEOUT");
        assertThat(failure.inDoubt()).isTrue();
    }

    @Test
    void creditsRemainingAreReportedFromHalfTheDaysOn() throws Exception {
        List<Long> reported = new ArrayList<>();
        try (ZohoSimulator simulator = ZohoSimulator.start(
                SimulatorOptions.defaults().withOrgs(OrgOptions.defaults().withCredits(4)))) {
            ZohoApi api = api(simulator, TIMEOUT, reported);
            for (int call = 0; call < 4; call++) {
                api.upsert(request(student("1", "")));
            }
            ZohoException failure =
                    catchThrowableOfType(ZohoException.class, () -> api.upsert(request(student("1", ""))));

            assertThat(failure.kind()).isEqualTo(Kind.THROTTLED);
            assertThat(reported).startsWith(2L, 1L, 0L);
        }
    }

    @Test
    void queriesOfTheSinkAreTaken() throws Exception {
        upsert(student("O'Neil \\ 1", ""), student("2", ""), student("3", ""));

        assertThat(API.query(Coql.byValues(STUDENTS, List.of(KEY), KEY, List.of("O'Neil \\ 1", "3", "none"))))
                .extracting(record -> record.get(KEY).asText())
                .containsExactlyInAnyOrder("O'Neil \\ 1", "3");
        assertThat(API.query(Coql.byValues(STUDENTS, List.of(KEY), KEY, List.of("none"))))
                .isEmpty();
        List<ObjectNode> all = API.query(Coql.keyedRecords(STUDENTS, KEY, null));
        assertThat(all).hasSize(3);
        assertThat(API.query(
                        Coql.keyedRecords(STUDENTS, KEY, all.get(0).get("id").asText())))
                .isEqualTo(all.subList(1, 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"select", "select id from BTEC_Students where Nobody = '1' limit 0, 200"})
    void queriesThatZohoDoesNotRunAreRejected(String coql) {
        ZohoException failure = catchThrowableOfType(ZohoException.class, () -> API.query(coql));

        assertThat(failure.kind()).isEqualTo(Kind.REJECTED);
    }

    @Test
    void fieldsAreDescribed() throws Exception {
        List<FieldMetadata> students = API.fields(STUDENTS);
        List<FieldMetadata> grades = API.fields("Grades");

        assertThat(field(students, KEY))
                .isEqualTo(new FieldMetadata(KEY, "text", 255, -1, true, false, true, true, null, Map.of()));
        assertThat(field(students, "Name").mandatory()).isTrue();
        assertThat(field(students, "Status").words()).containsKeys("Active", "Suspended", "Deleted");
        assertThat(field(grades, "Grade").decimalPlaces()).isEqualTo(2);
        assertThat(field(grades, "Student").lookupModule()).isEqualTo(STUDENTS);
        assertThat(field(grades, "Created_Time").creatable()).isFalse();
    }

    @Test
    void modulesAndOrganisationAreDescribed() throws Exception {
        assertThat(API.modules()).contains(new ModuleMetadata("Grades", "custom", true, true, true, true));
        assertThat(API.org()).isEqualTo(new OrgInfo("700000001", "Europe/London", "enterprise", 10));
    }

    private static ZohoApi api(ZohoSimulator simulator) {
        return api(simulator, TIMEOUT, new ArrayList<>());
    }

    private static ZohoApi api(ZohoSimulator simulator, Duration timeout, List<Long> credits) {
        return new HttpZohoApi(CLIENT, simulator.url(), tokens(simulator), timeout, credits::add, Clock.systemUTC());
    }

    private static AccessTokens tokens(ZohoSimulator simulator) {
        Credentials known = simulator.options().credentials();
        OAuthCredentials credentials = new OAuthCredentials(
                known.clientId(), new Secret(known.clientSecret()), new Secret(known.refreshToken()));
        return new SharedAccessTokens(
                "north",
                new HttpTokenEndpoint(CLIENT, simulator.url(), credentials),
                new MemoryTokenStore(),
                new TokenSealing("north", credentials, new SecureRandom()),
                Clock.systemUTC());
    }

    private static List<RowResult> upsert(ObjectNode... rows) throws ZohoException {
        return API.upsert(request(rows));
    }

    private static ZohoException upsertFails(ObjectNode row) {
        return catchThrowableOfType(ZohoException.class, () -> upsert(row));
    }

    private static UpsertRequest request(ObjectNode... rows) {
        return new UpsertRequest(STUDENTS, Arrays.asList(rows), List.of(KEY), List.of());
    }

    private static RowError error(RowResult result) {
        return ((RowResult.Refused) result).error();
    }

    private static FieldMetadata field(List<FieldMetadata> fields, String name) {
        return fields.stream()
                .filter(each -> each.apiName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** @param more members with single quotes for double ones */
    private static ObjectNode student(String key, String more) {
        ObjectNode student = json(more);
        return student.put("Name", "Student " + key.replaceAll("\\W", "")).put(KEY, key);
    }

    private static ObjectNode json(String members) {
        return JsonBody.read(("{" + members.replace('\'', '"') + "}").getBytes(UTF_8))
                .orElseThrow();
    }
}
