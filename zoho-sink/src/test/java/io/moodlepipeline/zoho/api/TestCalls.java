package io.moodlepipeline.zoho.api;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.zoho.ManualClock;
import io.moodlepipeline.zoho.http.CannedServer;
import io.moodlepipeline.zoho.http.HttpExchange;
import io.moodlepipeline.zoho.http.JsonBody;
import io.moodlepipeline.zoho.oauth.AccessTokens;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** TestCalls as tests make them. */
final class TestCalls {
    static final Duration TIMEOUT = Duration.ofSeconds(20);

    private static final HttpClient CLIENT = HttpExchange.client();

    private TestCalls() {}

    static HttpZohoApi api(CannedServer server) {
        return api(server, new FixedTokens());
    }

    static HttpZohoApi api(CannedServer server, AccessTokens tokens) {
        return new HttpZohoApi(CLIENT, server.url(), tokens, TIMEOUT, credits -> {}, new ManualClock());
    }

    static HttpClient client() {
        return CLIENT;
    }

    static UpsertRequest upsert(int rows) {
        List<ObjectNode> content = IntStream.range(0, rows)
                .mapToObj(row -> JsonBody.object().put("Student_Moodle_ID", String.valueOf(row)))
                .toList();
        return new UpsertRequest("BTEC_Students", content, List.of("Student_Moodle_ID"), List.of());
    }

    static ZohoException upsertFails(HttpZohoApi api) {
        return catchThrowableOfType(ZohoException.class, () -> api.upsert(upsert(1)));
    }

    static ZohoException queryFails(HttpZohoApi api) {
        return catchThrowableOfType(ZohoException.class, () -> api.query("select id from Grades where Name = 'x'"));
    }
}
