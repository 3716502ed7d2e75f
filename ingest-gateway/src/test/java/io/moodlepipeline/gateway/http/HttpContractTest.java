package io.moodlepipeline.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.moodlepipeline.gateway.tenants.Addresses;
import io.moodlepipeline.gateway.tenants.Authentication;
import io.moodlepipeline.gateway.tenants.SignaturePolicy;
import io.moodlepipeline.gateway.tenants.SigningSecret;
import io.moodlepipeline.gateway.tenants.Tenant;
import io.moodlepipeline.gateway.tenants.TokenDigest;
import io.moodlepipeline.runtime.service.Health;
import io.moodlepipeline.testkit.RecordedRequests;
import io.moodlepipeline.testkit.SampleEvents;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every status of the HTTP contract, as the bytes that a client sees. */
class HttpContractTest {
    private static final String TOKEN = "test-token";
    private static final String SECRET = "signing-secret";
    private static final String[] GOOD = {"Content-Type", "application/json", "X-Moodle-Token", TOKEN};

    private static final RunningGateway GATEWAY = new RunningGateway(
            tenant("default", 0),
            tenant("limited", 1),
            new Tenant("signed", proof(List.of("old", SECRET), List.of()), 0),
            new Tenant("fenced", proof(List.of(), List.of("192.0.2.0/24", "2001:db8::/32")), 0),
            new Tenant("open", new Authentication(List.of(), List.of(), List.of()), 0));

    private static Tenant tenant(String name, int requestsPerSecond) {
        return new Tenant(name, proof(List.of(), List.of()), requestsPerSecond);
    }

    private static Authentication proof(List<String> secrets, List<String> addresses) {
        return new Authentication(
                List.of(TokenDigest.of("next-token"), TokenDigest.of(TOKEN)),
                secrets.stream()
                        .map(SigningSecret::of)
                        .map(secret -> secret.orElseThrow())
                        .toList(),
                SignaturePolicy.EITHER,
                addresses.stream()
                        .map(Addresses::range)
                        .map(range -> range.orElseThrow())
                        .toList());
    }

    @BeforeEach
    void allIsWell() {
        GATEWAY.broker.records.clear();
        GATEWAY.broker.mood = FakeBroker.Mood.ACKNOWLEDGING;
        GATEWAY.brokerHealth = Health.inGoodOrder();
        GATEWAY.open = true;
    }

    @AfterAll
    static void stop() {
        GATEWAY.close();
    }

    @ParameterizedTest
    @CsvSource({
        "user_created, moodle.user-created",
        "user_updated, moodle.user-updated",
        "user_enrolled, moodle.user-enrolled",
        "grade_updated, moodle.grade-updated"
    })
    void aGoodEventIsPublishedToItsTopicAndAnswered200(String event, String topic) {
        byte[] body = body(event);

        HttpResponse<String> answer = GATEWAY.post(event, body, GOOD);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        JsonNode json = json(answer);
        assertThat(json.fieldNames()).toIterable().containsExactly("success", "message", "event_id", "timestamp");
        assertThat(json.get("success").booleanValue()).isTrue();
        assertThat(json.get("timestamp").textValue()).isEqualTo(RunningGateway.NOW.toString());
        ProducerRecord<byte[], byte[]> record = GATEWAY.broker.records.get(0);
        assertThat(record.topic()).isEqualTo(topic);
        assertThat(record.key()).asString(UTF_8).isEqualTo("default:" + SampleEvents.USER_ID);
        assertThat(record.value()).isEqualTo(body);
        Map<String, String> headers = headers(record);
        assertThat(headers)
                .containsEntry("ce_specversion", "1.0")
                .containsEntry("ce_id", json.get("event_id").textValue())
                .containsEntry("ce_type", "moodle." + event)
                .containsEntry("ce_source", "/tenants/default/moodle")
                .containsEntry("ce_time", RunningGateway.NOW.toString())
                .containsEntry("ce_tenantid", "default")
                .containsEntry("content-type", "application/json")
                .doesNotContainKey("ce_eventtime");
        assertThat(UUID.fromString(headers.get("ce_sequence")).version()).isEqualTo(7);
        assertThat(headers.get("traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
        assertThat(headers.toString()).doesNotContain(TOKEN);
    }

    @Test
    void theSendersIdTimeAndTraceTravelWithTheEvent() {
        String id = "019a9f3e-7b1c-7abc-8def-0123456789AB";
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";

        HttpResponse<String> answer =
                post("user_created", "X-Event-Id", id, "X-Event-Time", "1756713600123", "traceparent", trace);

        assertThat(json(answer).get("event_id").textValue()).isEqualTo(id.toLowerCase(Locale.ROOT));
        assertThat(headers(GATEWAY.broker.records.get(0)))
                .containsEntry("ce_id", id.toLowerCase(Locale.ROOT))
                .containsEntry("ce_sequence", id.toLowerCase(Locale.ROOT))
                .containsEntry("ce_eventtime", "1756713600123")
                .containsEntry("traceparent", trace);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "not json", "{\"a\":1} {}", "{\"userid\":1,\"userid\":2}", "\"\\ud800"})
    void aBodyThatIsNotJsonOrHasAKeyTwiceIs400AndKept(String body) {
        HttpResponse<String> answer = GATEWAY.post("user_created", body.getBytes(UTF_8), GOOD);

        assertProblem(answer, 400, false);
        assertThat(json(answer).get("errors").get(0).get("field").textValue()).isEqualTo("body");
        assertKept(answer, body.getBytes(UTF_8));
    }

    @Test
    void bytesThatAreNotUtf8Are400AndKept() {
        byte[] latin1 = "{\"city\":\"Zürich\"}".getBytes(StandardCharsets.ISO_8859_1);

        HttpResponse<String> answer = GATEWAY.post("user_created", latin1, GOOD);

        assertProblem(answer, 400, false);
        assertKept(answer, latin1);
    }

    @Test
    void allWrongFieldsAreNamedAtOnceWith422AndTheEventIsKept() {
        byte[] body = SampleEvents.gradeUpdated(grade -> {
            grade.put("gradeid", 0);
            grade.put("itemid", "7");
            grade.remove("timecreated");
            grade.putNull("timemodified");
            grade.put("finalgrade", "70");
        });

        HttpResponse<String> answer = GATEWAY.post("grade_updated", body, GOOD);

        assertProblem(answer, 422, false);
        assertThat(json(answer).get("code").textValue()).isEqualTo("INVALID_FIELD");
        assertThat(json(answer).findValuesAsText("field"))
                .containsExactlyInAnyOrder("gradeid", "itemid", "timecreated", "timemodified", "finalgrade");
        assertKept(answer, body);
        assertThat(GATEWAY.broker.records.get(0).key()).asString(UTF_8).isEqualTo("default:" + SampleEvents.USER_ID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"Refer,Pass\"", "[\"Refer,Pass\"]", "{\"en\":[\"Refer\",\"Pass\"]}", "{\"\":\"Refer,Pass\"}"})
    void translationsOfAScaleThatAreNoneAre422AndSayWhatWouldBeRight(String json) throws IOException {
        JsonNode translations = new ObjectMapper().readTree(json);
        byte[] body = SampleEvents.gradeUpdated(
                grade -> grade.put("scale", "Refer,Pass").set("scaletranslations", translations));

        HttpResponse<String> answer = GATEWAY.post("grade_updated", body, GOOD);

        assertProblem(answer, 422, false);
        JsonNode error = json(answer).get("errors").get(0);
        assertThat(json(answer).get("code").textValue()).isEqualTo("INVALID_FIELD");
        assertThat(error.get("field").textValue()).isEqualTo("scaletranslations");
        assertThat(error.get("problem").textValue()).startsWith("must be a JSON object of at most 50 languages");
        assertKept(answer, body);
    }

    /** As the grade-processor would dead-letter it: its sender is told at once. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {"10, 10, mod", "0, -1, null", "null, 0, null", "50, 49, course", "0, 0, null", "1, 1, manual"})
    void aGradeWhoseRangeContradictsItselfIs422AndKept(Integer min, Integer max, String itemType) {
        byte[] body = SampleEvents.gradeUpdated(
                grade -> grade.put("grademin", min).put("grademax", max).put("itemtype", itemType));

        HttpResponse<String> answer = GATEWAY.post("grade_updated", body, GOOD);

        assertProblem(answer, 422, false);
        assertThat(json(answer).get("code").textValue()).isEqualTo("CONTRADICTORY_GRADE_RANGE");
        assertThat(json(answer).findValuesAsText("field")).containsExactly("grademin");
        assertKept(answer, body);
    }

    /** Totals of a new course and SCORM packages go from 0 to 0, scales of one word from 1 to 1, and a minimum alone is no range. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "0, 0, course, null",
                "null, 0, mod, null",
                "1, 1, mod, Done",
                "5, null, null, null",
                "-10, 0, mod, null"
            })
    void aRangeThatMoodleGivesIsAccepted(Integer min, Integer max, String itemType, String scale) {
        byte[] body = SampleEvents.gradeUpdated(grade -> grade.put("grademin", min)
                .put("grademax", max)
                .put("itemtype", itemType)
                .put("scale", scale));

        assertThat(GATEWAY.post("grade_updated", body, GOOD).statusCode()).isEqualTo(200);
    }

    @Test
    void everyRecordedRequestIsConsistent() {
        assertThat(RecordedRequests.all())
                .allMatch(request ->
                        GATEWAY.post(request.event(), request.bytes(), GOOD).statusCode() == 200);
    }

    @ParameterizedTest
    @CsvSource({
        "X-Event-Id, 1-1-1-1-1",
        "X-Event-Id, not-a-uuid",
        "X-Event-Time, -99999999999",
        "X-Event-Time, 2026-11-22"
    })
    void aHeaderThatIsNotWhatItShouldBeIs422AndTheEventIsKept(String header, String value) {
        HttpResponse<String> answer = post("user_created", header, value);

        assertProblem(answer, 422, false);
        assertThat(json(answer).findValuesAsText("field")).containsExactly(header);
        assertThat(answer.body()).doesNotContain(value);
        assertKept(answer, SampleEvents.userCreated());
    }

    @Test
    void aRefusalThatCouldNotBeKeptIs503() {
        GATEWAY.broker.mood = FakeBroker.Mood.FAILING;

        assertProblem(GATEWAY.post("user_created", "{".getBytes(UTF_8), GOOD), 503, true);
    }

    @ParameterizedTest
    @CsvSource({
        "default, wrong",
        "nobody, test-token",
        "Default, test-token",
        "../etc, test-token",
        "fenced2, test-token"
    })
    void aWrongTokenOrTenantIs401(String tenant, String token) {
        HttpResponse<String> answer = GATEWAY.post(
                "user_created",
                SampleEvents.userCreated(),
                "Content-Type",
                "application/json",
                "X-Tenant-ID",
                tenant,
                "X-Moodle-Token",
                token);

        assertProblem(answer, 401, false);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
        assertThat(GATEWAY.broker.records).isEmpty();
    }

    @Test
    void aMissingTokenIs401BeforeAByteOfTheBodyIsRead() throws IOException {
        String answer = GATEWAY.raw(head("default", "Content-Length: 20\r\nContent-Type: application/json\r\n"), "}");

        assertThat(answer).startsWith("HTTP/1.1 401").contains("UNAUTHENTICATED");
    }

    @Test
    void eachOfATenantsTokensIsGood() {
        HttpResponse<String> answer = GATEWAY.post(
                "user_created",
                SampleEvents.userCreated(),
                "Content-Type",
                "application/json",
                "X-Moodle-Token",
                "next-token");

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void aTenantWithoutAuthenticationNeedsNoToken() {
        HttpResponse<String> answer = GATEWAY.post(
                "user_created", SampleEvents.userCreated(), "Content-Type", "application/json", "X-Tenant-ID", "open");

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void aSignedBodyIsGoodAndAMissingOrWrongSignatureIs401() throws Exception {
        byte[] body = SampleEvents.userCreated();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
        String right = HexFormat.of().formatHex(mac.doFinal(body));
        String wrong = right.replace(right.charAt(0), right.charAt(0) == '0' ? '1' : '0');

        assertThat(post("user_created", "X-Tenant-ID", "signed", "X-Signature", right)
                        .statusCode())
                .isEqualTo(200);
        assertThat(post(
                                "user_created",
                                "X-Tenant-ID",
                                "signed",
                                "X-Signature",
                                HexFormat.of()
                                        .withUpperCase()
                                        .formatHex(HexFormat.of().parseHex(right)))
                        .statusCode())
                .isEqualTo(200);
        assertProblem(post("user_created", "X-Tenant-ID", "signed"), 401, false);
        assertProblem(post("user_created", "X-Tenant-ID", "signed", "X-Signature", wrong), 401, false);
        assertProblem(post("user_created", "X-Tenant-ID", "signed", "X-Signature", "zz"), 401, false);
        assertThat(GATEWAY.broker.records).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 200",
        "'203.0.113.9, 192.0.2.7', 200",
        "'192.0.2.7, 203.0.113.9', 403",
        "'192.0.2.7, 203.0.113.9, 127.0.0.2', 403",
        "2001:db8::1, 200",
        "[2001:db8::1]:4711, 200",
        "::ffff:192.0.2.7, 200",
        "192.0.2.7:4711, 200",
        "localhost, 403",
        "203.0.113.9, 403"
    })
    void onlyTheRightmostForwardedAddressThatIsNoProxyCounts(String forwarded, int status) {
        HttpResponse<String> answer = post("user_created", "X-Tenant-ID", "fenced", "X-Forwarded-For", forwarded);

        assertThat(answer.statusCode()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrong", ""})
    void withoutATokenAKnownTenantAndAnUnknownOneGetTheSameAnswerFromAnyAddress(String token) {
        HttpResponse<String> known = withToken("fenced", token);

        HttpResponse<String> unknown = withToken("no-such-school", token);

        assertProblem(known, 401, false);
        assertThat(unknown.statusCode()).isEqualTo(known.statusCode());
        assertThat(unknown.body()).isEqualTo(known.body());
        assertThat(headerNames(unknown)).isEqualTo(headerNames(known));
    }

    @Test
    void theRightTokenFromAnAddressThatIsNotAllowedIs403() {
        assertProblem(withToken("fenced", TOKEN), 403, false);
    }

    /** But for that of the connection, which is closed when the body had not come yet. */
    private static Set<String> headerNames(HttpResponse<String> answer) {
        Set<String> names = new TreeSet<>(answer.headers().map().keySet());
        names.remove("connection");
        return names;
    }

    private static HttpResponse<String> withToken(String tenant, String token) {
        return GATEWAY.post(
                "user_created",
                SampleEvents.userCreated(),
                "Content-Type",
                "application/json",
                "X-Tenant-ID",
                tenant,
                "X-Moodle-Token",
                token);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/api/v1/events/moodle/course_deleted", "/api/v1/events/moodle/grade_enriched", "/api/v2", "/"})
    void anUnknownEventOrPathIs404(String path) {
        assertProblem(GATEWAY.send("POST", path, GOOD), 404, false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "PATCH"})
    void anotherMethodIs405AndSaysWhichIsRight(String method) {
        HttpResponse<String> answer = GATEWAY.send(method, "/api/v1/events/moodle/user_created", GOOD);

        assertProblem(answer, 405, false);
        assertThat(answer.headers().firstValue("Allow")).contains("POST");
    }

    @Test
    void aDeclaredSizeOverOneMebibyteIs413BeforeTheBodyIsRead() throws IOException {
        String answer = GATEWAY.raw(
                head(
                        "default",
                        "X-Moodle-Token: test-token\r\nContent-Type: application/json\r\nContent-Length: 1048577\r\n"),
                "}");

        assertThat(answer).startsWith("HTTP/1.1 413").contains("TOO_LARGE");
    }

    @Test
    void aBodyThatTurnsOutToBeOverOneMebibyteIs413() throws IOException {
        String chunk = "100000\r\n" + " ".repeat(0x100000) + "\r\n";

        String answer = GATEWAY.raw(
                head(
                                "default",
                                "X-Moodle-Token: test-token\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n")
                        + chunk + "1\r\n \r\n0\r\n\r\n",
                "}");

        assertThat(answer).startsWith("HTTP/1.1 413").contains("TOO_LARGE");
        assertThat(GATEWAY.broker.records).isEmpty();
    }

    @Test
    void aBodyOfExactlyOneMebibyteIsTaken() {
        byte[] start = SampleEvents.userCreated();
        byte[] body = " ".repeat(1024 * 1024).getBytes(UTF_8);
        System.arraycopy(start, 0, body, 0, start.length);

        assertThat(GATEWAY.post("user_created", body, GOOD).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/json; charset=iso-8859-1"})
    void contentThatIsNotJsonIs415(String contentType) {
        HttpResponse<String> answer = GATEWAY.post(
                "user_created", SampleEvents.userCreated(), "Content-Type", contentType, "X-Moodle-Token", TOKEN);

        assertProblem(answer, 415, false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/json", "application/json; charset=utf-8", "Application/JSON;charset=\"UTF-8\""})
    void jsonContentMayNameItsCharset(String contentType) {
        HttpResponse<String> answer = GATEWAY.post(
                "user_created", SampleEvents.userCreated(), "Content-Type", contentType, "X-Moodle-Token", TOKEN);

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void aTenantOverItsRateIs429AndToldWhenToComeBack() {
        HttpResponse<String> answer = null;
        // More than one within a second, also when the second turns over meanwhile.
        for (int i = 0; i < 5 && (answer == null || answer.statusCode() == 200); i++) {
            answer = post("user_created", "X-Tenant-ID", "limited");
        }

        assertProblem(answer, 429, true);
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
        assertThat(post("user_created").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SILENT", "FAILING"})
    void withoutTheBrokersAcknowledgementItIs503NeverA200(String mood) {
        GATEWAY.broker.mood = FakeBroker.Mood.valueOf(mood);

        HttpResponse<String> answer = post("user_created");

        assertProblem(answer, 503, true);
        assertThat(answer.headers().firstValue("Retry-After")).contains("5");
    }

    @Test
    void untilTheTopicsAreAsDeclaredItIs503() {
        GATEWAY.open = false;

        assertProblem(post("user_created"), 503, true);
        assertThat(GATEWAY.broker.records).isEmpty();
    }

    @Test
    void aBodyThatDoesNotArriveInTimeIs408() throws IOException {
        String answer = GATEWAY.raw(
                head(
                                "default",
                                "X-Moodle-Token: test-token\r\nContent-Type: application/json\r\nContent-Length: 20\r\n")
                        + "{",
                "}");

        assertThat(answer)
                .startsWith("HTTP/1.1 408")
                .contains("REQUEST_TIMEOUT")
                .contains("\"retryable\":true");
    }

    @Test
    void theHealthNeedsNoTokenAndIs200OnlyWhileTheBrokersTakeRecords() {
        assertThat(GATEWAY.send("GET", "/api/v1/health").statusCode()).isEqualTo(200);

        GATEWAY.brokerHealth = Health.waiting("Kafka does not answer");

        HttpResponse<String> answer = GATEWAY.send("GET", "/api/v1/health");
        assertProblem(answer, 503, true);
        assertThat(json(answer).get("detail").textValue()).isEqualTo("Kafka does not answer");
        assertProblem(GATEWAY.send("POST", "/api/v1/health"), 405, false);
    }

    @Test
    void whatIsNotEvenARequestIsAnsweredWithoutQuotingIt() throws IOException {
        String answer = GATEWAY.raw("GET / HTTP/1.1\r\nmarked-data without a colon\r\n\r\n", "}");

        assertThat(answer)
                .startsWith("HTTP/1.1 400")
                .contains("\"success\":false")
                .doesNotContain("marked-data");
    }

    private static String head(String tenant, String headers) {
        return "POST /api/v1/events/moodle/user_created HTTP/1.1\r\nHost: localhost\r\nX-Tenant-ID: " + tenant + "\r\n"
                + headers + "\r\n";
    }

    private static HttpResponse<String> post(String event, String... more) {
        String[] headers = new String[GOOD.length + more.length];
        System.arraycopy(GOOD, 0, headers, 0, GOOD.length);
        System.arraycopy(more, 0, headers, GOOD.length, more.length);
        return GATEWAY.post(event, body(event), headers);
    }

    private static byte[] body(String event) {
        return switch (event) {
            case "user_created" -> SampleEvents.userCreated();
            case "user_updated" -> SampleEvents.userUpdated();
            case "user_enrolled" -> SampleEvents.userEnrolled();
            case "grade_updated" -> SampleEvents.gradeUpdated();
            default -> throw new IllegalArgumentException(event);
        };
    }

    private static void assertProblem(HttpResponse<String> answer, int status, boolean retryable) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = json(answer);
        assertThat(problem.get("status").intValue()).isEqualTo(status);
        assertThat(problem.get("success").booleanValue()).isFalse();
        assertThat(problem.get("retryable").booleanValue()).isEqualTo(retryable);
        assertThat(problem.get("code").textValue()).matches("[A-Z_]+");
        assertThat(problem.get("errors").isArray()).isTrue();
    }

    private static void assertKept(HttpResponse<String> answer, byte[] body) {
        ProducerRecord<byte[], byte[]> letter = GATEWAY.broker.records.get(0);
        assertThat(letter.topic()).isEqualTo("moodle.dead-letter");
        assertThat(letter.value()).isEqualTo(body);
        assertThat(headers(letter))
                .containsEntry("ce_id", json(answer).get("event_id").textValue())
                .containsEntry("dlt.consumer", "ingest-gateway")
                .containsEntry("dlt.code", json(answer).get("code").textValue())
                .containsEntry("dlt.attempts", "1")
                .containsEntry("__connect.errors.partition", "-1")
                .containsKeys("__connect.errors.topic", "dlt.first-failed-at", "ce_time", "ce_sequence");
    }

    private static Map<String, String> headers(ProducerRecord<byte[], byte[]> record) {
        return StreamSupport.stream(record.headers().spliterator(), false)
                .collect(Collectors.toMap(header -> header.key(), header -> new String(header.value(), UTF_8)));
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return new ObjectMapper().readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + answer.body(), e);
        }
    }
}
