package io.moodlepipeline.zohosimulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.zohosimulator.Client.Answer;
import io.moodlepipeline.zohosimulator.options.Behaviour;
import io.moodlepipeline.zohosimulator.options.Credentials;
import io.moodlepipeline.zohosimulator.options.Deviation;
import io.moodlepipeline.zohosimulator.options.OrgOptions;
import io.moodlepipeline.zohosimulator.options.SimulatorOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Access tokens: how one is had, how long it lasts, how many there are. */
final class TokenTest {
    private static final Credentials GOOD = OrgOptions.defaults().credentials();

    private final TestClock clock = new TestClock();
    private ZohoSimulator simulator;
    private Client client;

    private void start(Deviation... deviations) {
        simulator = ZohoSimulator.start(SimulatorOptions.defaults()
                .withClock(clock)
                .withBehaviour(Behaviour.strict().with(deviations)));
        client = Client.anonymous(simulator);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    private String newToken() {
        return client.token(GOOD).body().path("access_token").asText();
    }

    private boolean opens(String token) {
        return client.with(token).get("/crm/v8/org").status() == 200;
    }

    @Test
    void refreshTokenGivesAnAccessTokenForAnHour() {
        start();

        Answer answer = client.token(GOOD);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("token_type").asText()).isEqualTo("Bearer");
        assertThat(answer.body().path("expires_in").asInt()).isEqualTo(3600);
        assertThat(answer.body().path("api_domain").asText())
                .isEqualTo(simulator.url().toString());
        assertThat(answer.body().has("refresh_token")).isFalse();
        assertThat(opens(answer.body().path("access_token").asText())).isTrue();
    }

    @Test
    void parametersMayStandInTheQuery() {
        start();

        Answer answer = client.call(
                "POST",
                "/oauth/v2/token?"
                        + Client.encoded(Map.of(
                                "grant_type", "refresh_token",
                                "client_id", GOOD.clientId(),
                                "client_secret", GOOD.clientSecret(),
                                "refresh_token", GOOD.refreshToken())),
                "");

        assertThat(answer.body().path("access_token").asText()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "nobody, simulator-secret, simulator-refresh-token, invalid_client",
        "simulator-client, wrong, simulator-refresh-token, invalid_client_secret",
        "simulator-client, simulator-secret, wrong, invalid_code",
    })
    void wrongCredentialsAreNamedInABodyThatComesWith200(String id, String secret, String refresh, String error) {
        start();

        Answer answer = client.token(new Credentials(id, secret, refresh));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("error").asText()).isEqualTo(error);
        assertThat(answer.body().has("access_token")).isFalse();
    }

    @Test
    void revokedRefreshTokenIsAnInvalidCodeAndItsTokensAreDead() {
        start();
        String token = newToken();

        client.form("/oauth/v2/token/revoke", Map.of("token", GOOD.refreshToken()));

        assertThat(client.token(GOOD).body().path("error").asText()).isEqualTo("invalid_code");
        assertThat(opens(token)).isFalse();
    }

    @Test
    void eleventhTokenWithinTenMinutesIsRefusedAndLiveOnesGoOn() {
        start();
        String token = newToken();
        for (int i = 0; i < 9; i++) {
            newToken();
        }

        Answer answer = client.token(GOOD);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().path("error").asText()).isEqualTo("Access Denied");
        assertThat(answer.body().path("error_description").asText())
                .startsWith("You have made too many requests continuously");
        assertThat(opens(token)).isTrue();
        clock.pass(Duration.ofMinutes(10));
        assertThat(newToken()).isNotEmpty();
    }

    @Test
    void tooManyTokensAre200WhereThatIsChosen() {
        start(Deviation.THROTTLE_IS_200);
        for (int i = 0; i < 10; i++) {
            newToken();
        }

        Answer answer = client.token(GOOD);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("error").asText()).isEqualTo("Access Denied");
    }

    @Test
    void askingWhileBlockedProlongsTheBlockWhereThatIsChosen() {
        start(Deviation.THROTTLE_EXTENDS);
        for (int i = 0; i < 10; i++) {
            newToken();
        }
        clock.pass(Duration.ofMinutes(9));
        for (int i = 0; i < 10; i++) {
            newToken();
        }

        clock.pass(Duration.ofMinutes(2));

        assertThat(client.token(GOOD).body().path("error").asText()).isEqualTo("Access Denied");
    }

    @Test
    void tokenDiesAfterAnHour() {
        start();
        String token = newToken();

        clock.pass(Duration.ofHours(1));

        Answer answer = client.with(token).get("/crm/v8/org");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("INVALID_TOKEN");
        assertThat(answer.body().path("message").asText()).isEqualTo("invalid oauth token");
    }

    @Test
    void sixteenthLiveTokenKillsTheOldest() {
        start();
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            tokens.add(newToken());
            clock.pass(Duration.ofMinutes(2));
        }

        assertThat(opens(tokens.get(0))).isFalse();
        assertThat(opens(tokens.get(1))).isTrue();
        assertThat(opens(tokens.get(15))).isTrue();
    }

    @Test
    void tokenOpensItsOwnOrganisationAlone() {
        OrgOptions other = OrgOptions.defaults()
                .withId("700000002")
                .withCredentials(new Credentials("other", "other-secret", "other-refresh"));
        simulator = ZohoSimulator.start(SimulatorOptions.defaults().withOrgs(OrgOptions.defaults(), other));
        client = Client.anonymous(simulator);
        Client second = client.with(
                client.token(other.credentials()).body().path("access_token").asText());

        second.upsert(Rows.STUDENTS, Client.by(Rows.KEY), Rows.student("1"));

        assertThat(second.get("/crm/v8/org")
                        .body()
                        .path("org")
                        .path(0)
                        .path("zgid")
                        .asText())
                .isEqualTo("700000002");
        assertThat(simulator.records("700000002", Rows.STUDENTS)).hasSize(1);
        assertThat(simulator.records("700000001", Rows.STUDENTS)).isEmpty();
    }

    @Test
    void scopesAreTheGrantedOnes() {
        simulator = ZohoSimulator.start(
                SimulatorOptions.defaults().withOrgs(OrgOptions.defaults().withScopes(Set.of("ZohoCRM.org.READ"))));
        client = Client.anonymous(simulator);

        assertThat(client.token(GOOD).body().path("scope").asText()).isEqualTo("ZohoCRM.org.READ");
    }
}
