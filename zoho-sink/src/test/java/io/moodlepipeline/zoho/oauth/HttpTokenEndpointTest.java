package io.moodlepipeline.zoho.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.runtime.settings.Secret;
import io.moodlepipeline.testkit.LocalPort;
import io.moodlepipeline.zoho.http.CannedServer;
import io.moodlepipeline.zoho.http.CannedServer.Request;
import io.moodlepipeline.zoho.http.HttpExchange;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each answer of the accounts server, with each status it was seen with: the body decides. */
class HttpTokenEndpointTest {
    private static final HttpClient CLIENT = HttpExchange.client();
    private static final OAuthCredentials CREDENTIALS =
            new OAuthCredentials("1000.CLIENT", new Secret("s&cret+"), new Secret("1000.refresh=token"));
    private static final String GRANTED = """
            {"access_token":"1000.abc","expires_in":3600,"api_domain":"https://www.zohoapis.eu","token_type":"Bearer"}
            """;

    @Test
    void secretsAreSentInTheBodyAndNeverInTheAddress() throws Exception {
        try (CannedServer server = CannedServer.saying(200, GRANTED)) {
            assertThat(ask(server.url())).isInstanceOf(TokenAnswer.Granted.class);

            Request request = server.requests().get(0);
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.address()).hasToString("/oauth/v2/token");
            assertThat(request.contentType()).isEqualTo("application/x-www-form-urlencoded");
            assertThat(request.body().split("&"))
                    .containsExactlyInAnyOrder(
                            "grant_type=refresh_token",
                            "client_id=1000.CLIENT",
                            "client_secret=s%26cret%2B",
                            "refresh_token=1000.refresh%3Dtoken");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "\"expires_in\":3600 | PT1H",
                "\"expires_in\":\"1800\" | PT30M",
                "\"expires_in\":3600000,\"expires_in_sec\":3600 | PT1H",
                "\"expires_in\":600000,\"expires_in_sec\":600 | PT10M",
                "\"expires_in\":3600000 | PT1H",
                "\"token_type\":\"Bearer\" | PT1H"
            })
    void lifeIsReadInBothShapes(String members, Duration life) throws Exception {
        String body = "{\"access_token\":\"1000.abc\",\"api_domain\":\"https://www.zohoapis.eu\"," + members + "}";

        assertThat(answer(200, body))
                .isEqualTo(
                        new TokenAnswer.Granted(new Secret("1000.abc"), URI.create("https://www.zohoapis.eu"), life));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"api_domain\":null", ",\"api_domain\":\"no address\"", ",\"api_domain\":7"})
    void tokenIsGoodWithoutAnApiDomain(String members) throws Exception {
        TokenAnswer answer = answer(200, "{\"access_token\":\"1000.abc\",\"expires_in\":60" + members + "}");

        assertThat(answer).isEqualTo(new TokenAnswer.Granted(new Secret("1000.abc"), null, Duration.ofMinutes(1)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "200, invalid_code, refresh token",
        "400, invalid_code, refresh token",
        "200, invalid_client, client id",
        "400, invalid_client, client id",
        "401, invalid_client, client id",
        "200, invalid_client_secret, client secret",
        "400, invalid_client_secret, client secret"
    })
    void wrongCredentialsNameTheSettingAndTheDataCentre(int status, String error, String setting) throws Exception {
        TokenAnswer answer = answer(status, "{\"error\":\"" + error + "\"}");

        assertThat(answer).isInstanceOfSatisfying(TokenAnswer.WrongCredentials.class, wrong -> {
            assertThat(wrong.code()).isEqualTo(error);
            assertThat(wrong.message()).contains(setting).contains("data centre");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 429})
    void throttleIsKnownByItsBody(int status) throws Exception {
        String body = """
                {"error":"Access Denied","status":"failure",
                 "error_description":"You have made too many requests continuously. Please try again after some time."}
                """;

        assertThat(answer(status, body)).isInstanceOf(TokenAnswer.Throttled.class);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | {\"error\":\"general_error\"}",
                "200 | {\"status\":\"failure\"}",
                "200 | <html>Jane Doe</html>",
                "200 | {\"access_token\":\"\"}",
                "200 | {\"access_token\":\"two lines\\nJane\"}",
                "302 | ''",
                "400 | <html>Jane Doe</html>",
                "500 | <html>Jane Doe</html>",
                "503 | ''"
            })
    void whateverElseComesMayPass(int status, String body) throws Exception {
        assertThat(answer(status, body)).isInstanceOfSatisfying(TokenAnswer.Unavailable.class, unavailable -> {
            assertThat(unavailable.mayBeMade()).isTrue();
            assertThat(unavailable.message()).doesNotContain("Jane");
        });
    }

    @Test
    void refusedConnectionHasMadeNoToken() {
        URI nowhere = URI.create("http://" + LocalPort.free("nothing").address());

        assertThat(ask(nowhere))
                .isInstanceOfSatisfying(
                        TokenAnswer.Unavailable.class,
                        unavailable -> assertThat(unavailable.mayBeMade()).isFalse());
    }

    @Test
    void serverThatSaysNothingIsGivenUp() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (CannedServer server = CannedServer.start(request -> {
            await(end);
            return new CannedServer.Reply(200, GRANTED);
        })) {
            TokenAnswer answer =
                    new HttpTokenEndpoint(CLIENT, server.url(), CREDENTIALS, Duration.ofMillis(200)).refresh();

            assertThat(answer).isInstanceOfSatisfying(TokenAnswer.Unavailable.class, unavailable -> {
                assertThat(unavailable.code()).isEqualTo("TIMEOUT");
                assertThat(unavailable.mayBeMade()).isTrue();
            });
            end.countDown();
        }
    }

    private static TokenAnswer answer(int status, String body) throws Exception {
        try (CannedServer server = CannedServer.saying(status, body)) {
            return ask(server.url());
        }
    }

    private static TokenAnswer ask(URI accounts) {
        return new HttpTokenEndpoint(CLIENT, accounts, CREDENTIALS).refresh();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
