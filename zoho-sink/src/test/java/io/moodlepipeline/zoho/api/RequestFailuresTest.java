package io.moodlepipeline.zoho.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.moodlepipeline.testkit.LocalPort;
import io.moodlepipeline.zoho.ManualClock;
import io.moodlepipeline.zoho.api.ZohoException.Kind;
import io.moodlepipeline.zoho.http.CannedServer;
import io.moodlepipeline.zoho.http.CannedServer.Reply;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each way in which a call as a whole can fail: what is to be done about it, and whether a write is in doubt. */
class RequestFailuresTest {

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "400, INVALID_MODULE, CONFIGURATION",
        "400, AUTHORIZATION_FAILED, CONFIGURATION",
        "400, INVALID_REQUEST_METHOD, CONFIGURATION",
        "400, INVALID_DATA, REJECTED",
        "400, MANDATORY_NOT_FOUND, REJECTED",
        "400, REQUIRED_PARAM_MISSING, REJECTED",
        "400, UNABLE_TO_PARSE_DATA_TYPE, REJECTED",
        "400, PATTERN_NOT_MATCHED, REJECTED",
        "400, SYNTAX_ERROR, REJECTED",
        "400, INVALID_QUERY, REJECTED",
        "400, LIMIT_EXCEEDED, REJECTED",
        "400, NEVER_HEARD_OF, REJECTED",
        "413, PAYLOAD_TOO_LARGE, REJECTED",
        "415, UNSUPPORTED_MEDIA_TYPE, CONFIGURATION",
        "401, AUTHENTICATION_FAILURE, CONFIGURATION",
        "401, OAUTH_SCOPE_MISMATCH, CONFIGURATION",
        "401, INVALID_TOKEN, UNAVAILABLE",
        "401, INVALID_OAUTHTOKEN, UNAVAILABLE",
        "401, NEVER_HEARD_OF, CONFIGURATION",
        "403, NO_PERMISSION, CONFIGURATION",
        "403, NEVER_HEARD_OF, CONFIGURATION",
        "404, INVALID_URL_PATTERN, CONFIGURATION",
        "429, TOO_MANY_REQUESTS, THROTTLED",
        "400, API_NOT_SUPPORTED, CONFIGURATION",
        "404, API_NOT_SUPPORTED, CONFIGURATION",
        "410, API_NOT_SUPPORTED, CONFIGURATION"
    })
    void zohosOwnRefusalsAreSureToHaveChangedNothing(int status, String code, Kind kind) throws Exception {
        ZohoException failure = upsertFails(status, bare(code));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.inDoubt()).isFalse();
        assertThat(failure).hasMessageContaining("BTEC_Students").hasMessageContaining(code);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "500 | {\"code\":\"INTERNAL_ERROR\",\"status\":\"error\"} | INTERNAL_ERROR",
                "400 | {\"code\":\"INTERNAL_ERROR\",\"status\":\"error\"} | INTERNAL_ERROR",
                "500 | <html>Jane Doe</html> | HTTP_500",
                "502 | '' | HTTP_502",
                "503 | {} | HTTP_503",
                "504 | {\"code\":\"INVALID_DATA\"} | INVALID_DATA",
                "200 | <html>Jane Doe</html> | UNREADABLE_REPLY",
                "200 | {\"code\":\"NEVER_HEARD_OF\"} | UNREADABLE_REPLY",
                "204 | '' | UNREADABLE_REPLY",
                "302 | '' | UNREADABLE_REPLY",
                "400 | <html>Jane Doe</html> | UNREADABLE_REPLY",
                "403 | {\"message\":\"Jane Doe\"} | UNREADABLE_REPLY",
                "415 | '' | UNREADABLE_REPLY"
            })
    void whatMayHaveComeAfterTheWriteLeavesItInDoubtAndPasses(int status, String body, String code) throws Exception {
        ZohoException failure = upsertFails(status, body);

        assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.inDoubt()).isTrue();
        assertThat(failure).hasMessageNotContaining("Jane");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 200, 400})
    void readsAreNeverInDoubt(int status) throws Exception {
        try (CannedServer server = CannedServer.saying(status, "<html>")) {
            ZohoException failure = TestCalls.queryFails(TestCalls.api(server));

            assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(failure.inDoubt()).isFalse();
        }
    }

    @Test
    void tooLongARequestIsCutUpWhoeverRefusesIt() throws Exception {
        assertThat(upsertFails(413, "<html>").kind()).isEqualTo(Kind.REJECTED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"code\":\"TOO_MANY_REQUESTS\",\"details\":{},\"message\":\"too many\",\"status\":\"error\"}",
                "{\"code\":429,\"error\":\"TOO_MANY_REQUESTS\",\"error_info\":\"too many\"}",
                "<html>",
                ""
            })
    void throttlingIsKnownInEachOfItsShapes(String body) throws Exception {
        ZohoException failure = upsertFails(429, body);

        assertThat(failure.kind()).isEqualTo(Kind.THROTTLED);
        assertThat(failure.code()).isEqualTo("TOO_MANY_REQUESTS");
        assertThat(failure.inDoubt()).isFalse();
        assertThat(failure.retryAfter()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "30 | PT30S",
                "0 | PT0S",
                "86400 | PT1H",
                "Mon, 5 Jan 2026 09:00:45 GMT | PT45S",
                "Mon, 5 Jan 2026 08:00:00 GMT | PT0S",
                "Tue, 6 Jan 2026 09:00:00 GMT | PT1H"
            })
    void retryAfterIsTakenInSecondsAndAsADateUpToAnHour(String header, Duration expected) throws Exception {
        assertThat(throttled(header).retryAfter()).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-1", "1.5", "99999999999999999999"})
    void retryAfterThatSaysNothingIsPassedOver(String header) throws Exception {
        assertThat(throttled(header).retryAfter()).isEmpty();
    }

    @Test
    void missingScopeIsNamed() throws Exception {
        assertThat(upsertFails(401, bare("OAUTH_SCOPE_MISMATCH"))).hasMessageContaining("ZohoCRM.modules.ALL");
    }

    @Test
    void fieldOfABareRefusalIsNamed() throws Exception {
        ZohoException failure = upsertFails(
                400, "{\"code\":\"INVALID_DATA\",\"details\":{\"api_name\":\"data\",\"maximum_length\":100}}");

        assertThat(failure).hasMessageContaining("(data)");
    }

    @Test
    void refusedConnectionLeavesNoDoubt() {
        URI nowhere = URI.create("http://" + LocalPort.free("nothing").address());
        HttpZohoApi api = new HttpZohoApi(
                TestCalls.client(), nowhere, new FixedTokens(), TestCalls.TIMEOUT, credits -> {}, new ManualClock());

        ZohoException failure = TestCalls.upsertFails(api);

        assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failure.code()).isEqualTo("NO_CONNECTION");
        assertThat(failure.inDoubt()).isFalse();
    }

    @Test
    void connectionLostAfterSendingLeavesDoubtInWritesAlone() throws Exception {
        try (CannedServer server = CannedServer.start(request -> {
            throw new IllegalStateException("closes the connection");
        })) {
            ZohoException write = TestCalls.upsertFails(TestCalls.api(server));
            ZohoException read = TestCalls.queryFails(TestCalls.api(server));

            assertThat(write.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(write.code()).isEqualTo("NO_REPLY");
            assertThat(write.inDoubt()).isTrue();
            assertThat(read.inDoubt()).isFalse();
        }
    }

    @Test
    void nothingIsSentOnceTheTimeIsOver() throws Exception {
        try (CannedServer server = CannedServer.saying(200, "{}")) {
            HttpZohoApi api = new HttpZohoApi(
                    TestCalls.client(),
                    server.url(),
                    new FixedTokens(),
                    Duration.ZERO,
                    credits -> {},
                    new ManualClock());

            ZohoException failure = TestCalls.upsertFails(api);

            assertThat(failure.code()).isEqualTo("NO_TIME_LEFT");
            assertThat(failure.inDoubt()).isFalse();
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void nothingIsSentOnceTheCallerMayNotWriteAnyMore() throws Exception {
        try (CannedServer server = CannedServer.saying(200, "{}")) {
            UpsertRequest late = whileAllowed(() -> false);

            ZohoException failure = catchThrowableOfType(
                    ZohoException.class, () -> TestCalls.api(server).upsert(late));

            assertThat(failure.code()).isEqualTo("NO_TIME_LEFT");
            assertThat(failure.inDoubt()).isFalse();
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void callIsNotSentAgainWithAnotherTokenOnceTheCallerMayNotWriteAnyMore() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (CannedServer server = CannedServer.saying(401, bare("INVALID_TOKEN"))) {
            UpsertRequest late = whileAllowed(() -> asked.incrementAndGet() == 1);

            ZohoException failure = catchThrowableOfType(
                    ZohoException.class, () -> TestCalls.api(server).upsert(late));

            assertThat(failure.code()).isEqualTo("NO_TIME_LEFT");
            assertThat(server.requests()).hasSize(1);
        }
    }

    private static UpsertRequest whileAllowed(BooleanSupplier maySend) {
        UpsertRequest request = TestCalls.upsert(1);
        return new UpsertRequest(
                request.module(), request.rows(), request.duplicateCheckFields(), request.triggers(), maySend);
    }

    private static ZohoException upsertFails(int status, String body) throws Exception {
        try (CannedServer server = CannedServer.saying(status, body)) {
            return TestCalls.upsertFails(TestCalls.api(server));
        }
    }

    private static ZohoException throttled(String retryAfter) throws Exception {
        try (CannedServer server =
                CannedServer.start(request -> new Reply(429, "", Map.of("Retry-After", retryAfter)))) {
            return TestCalls.upsertFails(TestCalls.api(server));
        }
    }

    private static String bare(String code) {
        return "{\"code\":\"" + code + "\",\"details\":{},\"message\":\"Jane Doe\",\"status\":\"error\"}";
    }
}
