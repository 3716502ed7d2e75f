package io.moodlepipeline.zoho.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.zoho.api.ZohoException.Kind;
import io.moodlepipeline.zoho.http.CannedServer;
import io.moodlepipeline.zoho.http.CannedServer.Reply;
import io.moodlepipeline.zoho.http.CannedServer.Request;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A token refused is replaced once. */
class RefusedTokenTest {
    private static final String WRITTEN =
            "{\"data\":[{\"status\":\"success\",\"action\":\"insert\",\"details\":{\"id\":\"1\"}}]}";

    @ParameterizedTest
    @ValueSource(strings = {"INVALID_TOKEN", "INVALID_OAUTHTOKEN", "AUTHENTICATION_FAILURE"})
    void callIsSentAgainWithAnotherToken(String code) throws Exception {
        try (CannedServer server = CannedServer.start(
                request -> request.authorization().endsWith("first") ? refusal(code) : new Reply(200, WRITTEN))) {
            assertThat(TestCalls.api(server).upsert(TestCalls.upsert(1)))
                    .containsExactly(new RowResult.Written("1", true));

            assertThat(server.requests())
                    .extracting(Request::authorization)
                    .containsExactly("Zoho-oauthtoken first", "Zoho-oauthtoken second");
            assertThat(server.requests()).extracting(Request::body).containsOnly("""
                    {"data":[{"Student_Moodle_ID":"0"}],"duplicate_check_fields":["Student_Moodle_ID"],"trigger":[]}""");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INVALID_TOKEN", "INVALID_OAUTHTOKEN", "AUTHENTICATION_FAILURE"})
    void secondTokenRefusedIsTheEndOfTheCall(String code) throws Exception {
        try (CannedServer server = CannedServer.start(request -> refusal(code))) {
            FixedTokens tokens = new FixedTokens(server.url());

            assertThat(TestCalls.upsertFails(TestCalls.api(server, tokens)).code())
                    .isEqualTo(code);

            assertThat(server.requests()).hasSize(2);
            assertThat(tokens.refusals()).isEqualTo(1);
        }
    }

    @Test
    void tokensOfAnotherDataCentreAreAMatterOfSettings() throws Exception {
        try (CannedServer server = CannedServer.start(request -> refusal("INVALID_TOKEN"))) {
            FixedTokens tokens = new FixedTokens(URI.create("https://www.zohoapis.eu"));

            ZohoException failure = TestCalls.upsertFails(TestCalls.api(server, tokens));

            assertThat(failure.kind()).isEqualTo(Kind.CONFIGURATION);
            assertThat(failure).hasMessageContaining("www.zohoapis.eu").hasMessageContaining("127.0.0.1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"OAUTH_SCOPE_MISMATCH", "NO_PERMISSION", "NEVER_HEARD_OF"})
    void otherRefusalsCostNoToken(String code) throws Exception {
        try (CannedServer server = CannedServer.start(request -> refusal(code))) {
            FixedTokens tokens = new FixedTokens();

            assertThat(TestCalls.upsertFails(TestCalls.api(server, tokens)).kind())
                    .isEqualTo(Kind.CONFIGURATION);

            assertThat(server.requests()).hasSize(1);
            assertThat(tokens.refusals()).isZero();
        }
    }

    private static Reply refusal(String code) {
        return new Reply(401, "{\"code\":\"" + code + "\",\"details\":{},\"message\":\"no\",\"status\":\"error\"}");
    }
}
