package io.moodlepipeline.zoho.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.zoho.http.CannedServer;
import io.moodlepipeline.zoho.http.CannedServer.Request;
import io.moodlepipeline.zoho.http.JsonBody;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an upsert sends, and what its outcomes are by status and rows. */
class UpsertTest {
    private static final String INSERTED = """
            {"code":"SUCCESS","status":"success","message":"record added","action":"insert","duplicate_field":null,
             "details":{"id":"7000000000001234561","Created_Time":"2026-01-05T09:00:00+00:00","$approval_state":"approved"}}
            """;
    private static final String UPDATED = """
            {"code":"SUCCESS","status":"success","message":"record updated","action":"update","duplicate_field":"Student_Moodle_ID",
             "details":{"id":"7000000000001234562","Modified_Time":"2026-01-05T09:10:00+00:00"}}
            """;
    private static final String REFUSED = """
            {"code":"MANDATORY_NOT_FOUND","status":"error","message":"required field not found",
             "details":{"api_name":"Name","json_path":"$.data[0].Name"}}
            """;

    @Test
    void saysEverythingThatZohoWouldElseDecideItself() throws Exception {
        try (CannedServer server = CannedServer.saying(200, data(INSERTED))) {
            ObjectNode row = JsonBody.object().put("Name", "Zoë").put("Grade", new BigDecimal("1E-7"));
            TestCalls.api(server)
                    .upsert(new UpsertRequest("Grades", List.of(row), List.of("Key"), List.of("workflow")));

            Request request = server.requests().get(0);
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.address()).hasToString("/crm/v8/Grades/upsert");
            assertThat(request.authorization()).isEqualTo("Zoho-oauthtoken first");
            assertThat(request.contentType()).isEqualTo("application/json");
            assertThat(request.body())
                    .isEqualTo("{\"data\":[{\"Name\":\"Zoë\",\"Grade\":0.0000001}],"
                            + "\"duplicate_check_fields\":[\"Key\"],\"trigger\":[\"workflow\"]}");
        }
    }

    @Test
    void noTriggersAreSaidToo() throws Exception {
        try (CannedServer server = CannedServer.saying(200, data(INSERTED))) {
            TestCalls.api(server).upsert(TestCalls.upsert(1));

            assertThat(server.requests().get(0).json().get("trigger")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 101})
    void hasAtLeastOneRowAndAtMostAHundred(int rows) {
        assertThatIllegalArgumentException().isThrownBy(() -> TestCalls.upsert(rows));
    }

    @Test
    void rowsWithoutIdAreNeverMatchedByName() {
        List<ObjectNode> rows = List.of(JsonBody.object().put("id", "1"), JsonBody.object());

        assertThatIllegalArgumentException().isThrownBy(() -> new UpsertRequest("Grades", rows, List.of(), List.of()));
    }

    @ParameterizedTest(name = "{0} for {1}")
    @CsvSource({
        "200, inserted updated",
        "201, inserted",
        "202, inserted",
        "207, inserted refused updated",
        "200, inserted refused updated",
        "400, refused",
        "400, refused refused",
        "412, refused updated"
    })
    void rowsAreJudgedWhateverTheStatus(int status, String rows) throws Exception {
        List<String> outcomes = List.of(rows.split(" "));
        String[] replies = outcomes.stream().map(UpsertTest::reply).toArray(String[]::new);
        try (CannedServer server = CannedServer.saying(status, data(replies))) {
            List<RowResult> results = TestCalls.api(server).upsert(TestCalls.upsert(replies.length));

            assertThat(results).extracting(UpsertTest::outcome).isEqualTo(outcomes);
        }
    }

    @Test
    void idsKeepAllTheirDigits() throws Exception {
        String number = INSERTED.replace("\"7000000000001234561\"", "9007199254740993123");
        try (CannedServer server = CannedServer.saying(200, data(INSERTED, number))) {
            assertThat(TestCalls.api(server).upsert(TestCalls.upsert(2)))
                    .containsExactly(
                            new RowResult.Written("7000000000001234561", true),
                            new RowResult.Written("9007199254740993123", true));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"data\":[]}",
                "{\"data\":{}}",
                "{\"data\":[null]}",
                "{\"data\":[\"SUCCESS\"]}",
                "{\"data\":[{\"code\":\"SUCCESS\"}]}",
                "{\"data\":[{\"code\":\"SUCCESS\",\"status\":\"maybe\",\"details\":{\"id\":\"1\"}}]}",
                "{\"data\":[{\"code\":\"SUCCESS\",\"status\":\"success\",\"details\":{}}]}",
                "{\"data\":[{\"status\":\"success\",\"details\":{\"id\":\"1\"}},{\"status\":\"success\",\"details\":{\"id\":\"2\"}}]}",
                "{\"data\":[{\"status\":\"success\",\"details\":{\"id\":\"1\"}}",
                "{}",
                "[]",
                ""
            })
    void repliesThatDoNotSayItRowByRowLeaveTheWriteInDoubt(String body) throws Exception {
        try (CannedServer server = CannedServer.saying(200, body)) {
            ZohoException failure = TestCalls.upsertFails(TestCalls.api(server));

            assertThat(failure.kind()).isEqualTo(ZohoException.Kind.UNAVAILABLE);
            assertThat(failure.code()).isEqualTo("UNREADABLE_REPLY");
            assertThat(failure.inDoubt()).isTrue();
        }
    }

    private static String data(String... rows) {
        return "{\"data\":[" + String.join(",", rows) + "]}";
    }

    private static String reply(String outcome) {
        return switch (outcome) {
            case "inserted" -> INSERTED;
            case "updated" -> UPDATED;
            case "refused" -> REFUSED;
            default -> throw new IllegalArgumentException(outcome);
        };
    }

    private static String outcome(RowResult result) {
        if (result instanceof RowResult.Written written) {
            return written.inserted() ? "inserted" : "updated";
        }
        return "refused";
    }
}
