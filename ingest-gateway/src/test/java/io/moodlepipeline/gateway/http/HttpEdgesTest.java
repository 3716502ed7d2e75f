package io.moodlepipeline.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.gateway.tenants.Authentication;
import io.moodlepipeline.gateway.tenants.Tenant;
import io.moodlepipeline.gateway.tenants.TokenDigest;
import io.moodlepipeline.runtime.service.Health;
import io.moodlepipeline.testkit.SampleEvents;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests at the edge of HTTP: what a proxy, an odd client or an attacker makes of them. */
class HttpEdgesTest {
    private static final String EVENT = "/api/v1/events/moodle/user_created";
    private static final String TOKEN = "X-Moodle-Token: test-token\r\n";
    private static final String JSON = "Content-Type: application/json\r\n";
    private static final String[] GOOD = {"Content-Type", "application/json", "X-Moodle-Token", "test-token"};
    private static final String BODY = new String(SampleEvents.userCreated(), UTF_8);
    private static final String LENGTH = "Content-Length: " + BODY.getBytes(UTF_8).length + "\r\n";
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";
    private static final String CHUNKS = Integer.toHexString(BODY.getBytes(UTF_8).length) + "\r\n" + BODY + "\r\n0\r\n";

    private static final RunningGateway GATEWAY = new RunningGateway(
            new Tenant("default", new Authentication(List.of(TokenDigest.of("test-token")), List.of(), List.of()), 0));

    @BeforeEach
    void allIsWell() {
        GATEWAY.broker.records.clear();
        GATEWAY.brokerHealth = Health.inGoodOrder();
    }

    @AfterAll
    static void stop() {
        GATEWAY.close();
    }

    @Test
    void theHeadOfTheHealthIsThatOfItsAnswer() {
        for (Health health : List.of(Health.inGoodOrder(), Health.waiting("no broker"))) {
            GATEWAY.brokerHealth = health;
            HttpResponse<String> whole = GATEWAY.send("GET", "/api/v1/health");

            HttpResponse<String> head = GATEWAY.send("HEAD", "/api/v1/health");

            assertThat(head.statusCode()).isEqualTo(whole.statusCode());
            assertThat(head.headers().firstValue("Content-Type"))
                    .isEqualTo(whole.headers().firstValue("Content-Type"));
            assertThat(head.headers().firstValue("Retry-After"))
                    .isEqualTo(whole.headers().firstValue("Retry-After"));
            assertThat(head.body()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        EVENT + ", HEAD, POST",
        EVENT + ", OPTIONS, POST",
        EVENT + ", TRACE, POST",
        "/api/v1/connection-test, HEAD, POST",
        "/api/v1/connection-test, OPTIONS, POST",
        "/api/v1/health, OPTIONS, 'GET, HEAD'",
        "/api/v1/health, POST, 'GET, HEAD'",
        "/api/v1/health, DELETE, 'GET, HEAD'"
    })
    void anyOtherMethodIs405AndSaysWhichAreRight(String path, String method, String allowed) {
        HttpResponse<String> answer = GATEWAY.send(method, path, GOOD);

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).hasValue(allowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"})
    void aMethodIsNotOverridden(String header) {
        HttpResponse<String> posted = GATEWAY.post("user_created", SampleEvents.userCreated(), with(header, "DELETE"));
        HttpResponse<String> got = GATEWAY.send("GET", EVENT, with(header, "POST"));

        assertThat(posted.statusCode()).isEqualTo(200);
        assertThat(got.statusCode()).isEqualTo(405);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "br", "x-unknown", "identity, gzip"})
    void anEncodedBodyIs415AndNotKept(String encoding) {
        HttpResponse<String> answer =
                GATEWAY.post("user_created", SampleEvents.userCreated(), with("Content-Encoding", encoding));

        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(answer.body()).contains("UNSUPPORTED_MEDIA_TYPE", "Content-Encoding");
        assertThat(GATEWAY.broker.records).isEmpty();
    }

    @Test
    void identityIsNoEncoding() {
        HttpResponse<String> answer =
                GATEWAY.post("user_created", SampleEvents.userCreated(), with("Content-Encoding", "Identity"));

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void aByteOrderMarkIsPassedOver() {
        byte[] body = ("\uFEFF" + BODY).getBytes(UTF_8);

        HttpResponse<String> answer = GATEWAY.post("user_created", body, GOOD);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(GATEWAY.broker.records).singleElement().satisfies(record -> {
            assertThat(record.topic()).isEqualTo("moodle.user-created");
            assertThat(record.value()).isEqualTo(body);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip, chunked", "gzip,chunked", "deflate, chunked"})
    void anUnknownTransferCodingIs501(String coding) throws IOException {
        String answer = GATEWAY.raw(post(TOKEN, JSON, "Transfer-Encoding: " + coding + "\r\n") + CHUNKS + "\r\n", "]}");

        assertThat(answer).startsWith("HTTP/1.1 501").contains("UNKNOWN_TRANSFER_CODING", "\"retryable\":false");
        assertThat(GATEWAY.broker.records).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zz\r\n{}\r\n0\r\n\r\n",
                "2\r\n{}xx\r\n0\r\n\r\n",
                "-2\r\n{}\r\n0\r\n\r\n",
                "ffffffffffffffffff\r\n{}\r\n0\r\n\r\n",
                "2\r\n{}\r\nzz\r\n"
            })
    void brokenChunkingIs400AndNotSentAgain(String chunks) throws IOException {
        String answer = GATEWAY.raw(post(TOKEN, JSON, CHUNKED) + chunks, "never");

        assertThat(answer)
                .startsWith("HTTP/1.1 400")
                .contains("BAD_REQUEST", "\"retryable\":false", "Connection: close");
        assertThat(GATEWAY.broker.records).isEmpty();
    }

    @Test
    void aBodyThatWasCutOffMayBeSentAgain() throws IOException {
        String answer = GATEWAY.rawAndNoMore(post(TOKEN, JSON, "Content-Length: 20\r\n") + "{");

        assertThat(answer).startsWith("HTTP/1.1 408").contains("REQUEST_TIMEOUT", "\"retryable\":true");
        assertThat(GATEWAY.broker.records).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n",
                "Content-Length: 2\r\nContent-Length: 3\r\n",
                "Content-Length: 2, 3\r\n",
                "Content-Length: -2\r\n",
                "Content-Length: +2\r\n",
                "Content-Length: two\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip\r\n",
                "Transfer-Encoding: chunked, gzip\r\n"
            })
    void aLengthThatCanBeReadInTwoWaysIs400(String framing) throws IOException {
        String answer = GATEWAY.raw(post(TOKEN, JSON, framing) + "{}", "never");

        assertThat(answer).startsWith("HTTP/1.1 400").contains("BAD_REQUEST", "\"retryable\":false");
        assertThat(GATEWAY.broker.records).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "X-Checksum: abc\r\n", "X-Moodle-Token: other\r\nX-Tenant-ID: nobody\r\n"})
    void chunksMayHaveExtensionsAndTrailersWhichMeanNothing(String trailers) throws IOException {
        String chunks = CHUNKS.replaceFirst("\r\n", ";name=value\r\n");

        String answer = GATEWAY.raw(post(TOKEN, JSON, CHUNKED) + chunks + trailers + "\r\n", "}");

        assertThat(answer).startsWith("HTTP/1.1 200");
        assertThat(GATEWAY.broker.records).hasSize(1);
    }

    @Test
    void whoAsksBeforeItSendsTheBodyIsToldToGoOn() throws IOException {
        String answer = GATEWAY.raw(post(TOKEN, JSON, LENGTH, "Expect: 100-continue\r\n"), "\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 100");
    }

    @Test
    void whoAsksWithAWrongTokenIsToldSoAtOnce() throws IOException {
        String answer = GATEWAY.raw(post(JSON, LENGTH, "Expect: 100-continue\r\n"), "]}");

        assertThat(answer).startsWith("HTTP/1.1 401");
    }

    @Test
    void aTargetMayBeAbsolute() throws IOException {
        String answer = GATEWAY.raw(post(TOKEN, JSON, LENGTH).replace(EVENT, "http://localhost" + EVENT) + BODY, "}");

        assertThat(answer).startsWith("HTTP/1.1 200");
    }

    @Test
    void http10IsAnsweredAndClosed() throws IOException {
        String answer = GATEWAY.raw(post(TOKEN, JSON, LENGTH).replace("HTTP/1.1", "HTTP/1.0") + BODY, "never");

        assertThat(answer).startsWith("HTTP/1.1 200").contains("\"success\":true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X_Moodle_Token: test-token\r\n", "X-Moodle_Token: test-token\r\n"})
    void anUnderscoreIsNoHyphen(String token) throws IOException {
        String answer = GATEWAY.raw(post(token, JSON, LENGTH) + BODY, "]}");

        assertThat(answer).startsWith("HTTP/1.1 401");
    }

    @ParameterizedTest
    @CsvSource({
        "X-Moodle-Token, test-token, 401",
        "X-Moodle-Token, wrong, 401",
        "X-Tenant-ID, default, 401",
        "Content-Type, text/plain, 415"
    })
    void aHeaderThatComesTwiceIsNotBelieved(String name, String second, int status) throws IOException {
        String request = post(TOKEN, JSON, LENGTH, "X-Tenant-ID: default\r\n", name + ": " + second + "\r\n") + BODY;

        String answer = GATEWAY.raw(request, "]}");

        assertThat(answer).startsWith("HTTP/1.1 " + status);
        assertThat(GATEWAY.broker.records).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "X-Event-Id, 019a9f3e-7b1c-7abc-8def-0123456789ab, 019a9f3e-7b1c-7abc-8def-0123456789ac",
        "X-Event-Time, 1756713600123, 1756713600124"
    })
    void anEventWithTwoIdsOrTimesIsKeptForRepair(String name, String one, String other) throws IOException {
        String headers = name + ": " + one + "\r\n" + name + ": " + other + "\r\n";

        String answer = GATEWAY.raw(post(TOKEN, JSON, LENGTH, headers) + BODY, "event_id");

        assertThat(answer).startsWith("HTTP/1.1 422").contains(name).doesNotContain(other);
        assertThat(GATEWAY.broker.records)
                .singleElement()
                .satisfies(record -> assertThat(record.topic()).isEqualTo("moodle.dead-letter"));
    }

    private static String post(String... headers) {
        return "POST " + EVENT + " HTTP/1.1\r\nHost: localhost\r\n" + String.join("", headers) + "\r\n";
    }

    private static String[] with(String name, String value) {
        return new String[] {GOOD[0], GOOD[1], GOOD[2], GOOD[3], name, value};
    }
}
