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
import java.io.IOException;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a school learns before it sends anything. */
class ConnectionCheckTest {
    private static final String PATH = "/api/v1/connection-test";
    private static final String TOKEN = "test-token";
    private static final String SECRET = "signing-secret";

    private static final RunningGateway GATEWAY = new RunningGateway(
            new Tenant("default", proof(List.of(), List.of()), 0),
            new Tenant("limited", proof(List.of(), List.of()), 1),
            signed("signed", SignaturePolicy.EITHER),
            signed("standard", SignaturePolicy.STANDARD),
            signed("legacy", SignaturePolicy.LEGACY),
            new Tenant("fenced", proof(List.of(), List.of("192.0.2.0/24")), 0));

    private static Tenant signed(String name, SignaturePolicy signatures) {
        return new Tenant(
                name,
                new Authentication(
                        List.of(TokenDigest.of(TOKEN)),
                        List.of(SigningSecret.of(SECRET).orElseThrow()),
                        signatures,
                        List.of()),
                0);
    }

    private static Authentication proof(List<SigningSecret> secrets, List<String> addresses) {
        return new Authentication(
                List.of(TokenDigest.of(TOKEN)),
                secrets,
                SignaturePolicy.EITHER,
                addresses.stream()
                        .map(Addresses::range)
                        .map(range -> range.orElseThrow())
                        .toList());
    }

    @AfterEach
    void nothingWasPublishedOrKept() {
        GATEWAY.open = true;
        assertThat(GATEWAY.broker.records).isEmpty();
    }

    @AfterAll
    static void stop() {
        GATEWAY.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"userid\":7}", "{\"anything\":[1,{}]}"})
    void whoseEventsWouldBeTakenIsTold(String body) {
        HttpResponse<String> answer = check("default", body);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        JsonNode json = json(answer);
        assertThat(json.fieldNames())
                .toIterable()
                .containsExactly("success", "message", "tenant", "signature", "signatures", "timestamp");
        assertThat(json.get("success").booleanValue()).isTrue();
        assertThat(json.get("tenant").textValue()).isEqualTo("default");
        assertThat(json.get("signature").textValue()).isEqualTo("not_required");
        assertThat(json.get("signatures").toString()).isEqualTo("[]");
        assertThat(json.get("timestamp").textValue()).isEqualTo(RunningGateway.NOW.toString());
    }

    /** What is signed in another way than the tenant's is not looked at, so it is not said to be right. */
    @ParameterizedTest(name = "{0}, signed {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "signed | standard | [\"standard\"]",
                "signed | legacy | [\"legacy\"]",
                "signed | standard,legacy | [\"standard\",\"legacy\"]",
                "standard | standard | [\"standard\"]",
                "standard | standard,legacy | [\"standard\"]",
                "legacy | legacy | [\"legacy\"]",
                "legacy | standard,legacy | [\"legacy\"]",
                "default | standard,legacy | []"
            })
    void whichSignaturesAreRightIsSaid(String tenant, String kinds, String said) throws Exception {
        HttpResponse<String> answer = check(tenant, "{}", signatures(kinds));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).get("signature").textValue())
                .isEqualTo(said.equals("[]") ? "not_required" : "verified");
        assertThat(json(answer).get("signatures").toString()).isEqualTo(said);
    }

    private static String[] signatures(String kinds) throws GeneralSecurityException {
        List<String> headers = new ArrayList<>();
        if (kinds.contains("standard")) {
            headers.addAll(
                    List.of(new TestSigner(SECRET).headers(UUID.randomUUID().toString(), RunningGateway.NOW, "{}")));
        }
        if (kinds.contains("legacy")) {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
            headers.addAll(List.of("X-Signature", HexFormat.of().formatHex(mac.doFinal("{}".getBytes(UTF_8)))));
        }
        return headers.toArray(String[]::new);
    }

    @Test
    void anOldSignatureOfStandardWebhooksIsRefused() {
        TestSigner signer = new TestSigner(SECRET);

        HttpResponse<String> answer = check(
                "signed",
                "{}",
                signer.headers(UUID.randomUUID().toString(), RunningGateway.NOW.minusSeconds(301), "{}"));

        assertRefused(answer, 401, "BAD_SIGNATURE");
    }

    @Test
    void aSignatureThatIsMissingOrWrongIsRefusedWhateverTheBody() {
        assertRefused(check("signed", "{}"), 401, "BAD_SIGNATURE");
        assertRefused(check("signed", "{}", "X-Signature", "00"), 401, "BAD_SIGNATURE");
        assertRefused(check("signed", "{"), 401, "BAD_SIGNATURE");
    }

    @ParameterizedTest
    @CsvSource({"default, wrong", "nobody, test-token"})
    void aWrongTokenOrTenantIsRefused(String tenant, String token) {
        HttpResponse<String> answer = GATEWAY.postTo(
                PATH,
                "{}".getBytes(UTF_8),
                "Content-Type",
                "application/json",
                "X-Tenant-ID",
                tenant,
                "X-Moodle-Token",
                token);

        assertRefused(answer, 401, "UNAUTHENTICATED");
    }

    @Test
    void anAddressThatIsNotAllowedIsRefused() {
        assertRefused(check("fenced", "{}", "X-Forwarded-For", "203.0.113.9"), 403, "ADDRESS_NOT_ALLOWED");
    }

    @Test
    void itCountsAgainstTheRate() {
        assertThat(check("limited", "{}").statusCode()).isEqualTo(200);
        assertRefused(check("limited", "{}"), 429, "RATE_LIMITED");
    }

    @Test
    void otherContentThanJsonIsRefused() {
        HttpResponse<String> answer =
                GATEWAY.postTo(PATH, "{}".getBytes(UTF_8), "Content-Type", "text/plain", "X-Moodle-Token", TOKEN);

        assertRefused(answer, 415, "UNSUPPORTED_MEDIA_TYPE");
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() throws IOException {
        String answer = GATEWAY.raw(
                "POST " + PATH + " HTTP/1.1\r\nHost: localhost\r\nX-Moodle-Token: " + TOKEN
                        + "\r\nContent-Type: application/json\r\nContent-Length: 1048577\r\n\r\n",
                "}");

        assertThat(answer).startsWith("HTTP/1.1 413").contains("TOO_LARGE");
    }

    @ParameterizedTest
    @CsvSource({
        "'', 400, NOT_JSON",
        "{, 400, NOT_JSON",
        "'{\"a\":1,\"a\":2}', 400, DUPLICATE_KEY",
        "[], 422, INVALID_FIELD"
    })
    void aBodyThatIsNoJsonObjectIsRefusedAndNotKept(String body, int status, String code) {
        HttpResponse<String> answer = check("default", body);

        assertRefused(answer, status, code);
        assertThat(json(answer).has("event_id")).isFalse();
        assertThat(json(answer).get("detail").textValue()).doesNotContain("kept");
    }

    @Test
    void whileNoEventsAreTakenItSaysSo() {
        GATEWAY.open = false;

        assertRefused(check("default", "{}"), 503, "BROKER_UNAVAILABLE");
    }

    @Test
    void anotherMethodIs405AndSaysWhichIsRight() {
        HttpResponse<String> answer = GATEWAY.send("GET", PATH);

        assertRefused(answer, 405, "METHOD_NOT_ALLOWED");
        assertThat(answer.headers().firstValue("Allow")).contains("POST");
    }

    private static HttpResponse<String> check(String tenant, String body, String... more) {
        List<String> headers = new ArrayList<>(
                List.of("Content-Type", "application/json", "X-Moodle-Token", TOKEN, "X-Tenant-ID", tenant));
        headers.addAll(List.of(more));
        return GATEWAY.postTo(PATH, body.getBytes(UTF_8), headers.toArray(String[]::new));
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(json(answer).get("success").booleanValue()).isFalse();
        assertThat(json(answer).get("code").textValue()).isEqualTo(code);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return new ObjectMapper().readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + answer.body(), e);
        }
    }
}
