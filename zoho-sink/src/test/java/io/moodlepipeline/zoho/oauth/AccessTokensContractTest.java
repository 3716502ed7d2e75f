package io.moodlepipeline.zoho.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.moodlepipeline.runtime.settings.Secret;
import io.moodlepipeline.zoho.ManualClock;
import io.moodlepipeline.zoho.api.ZohoException;
import io.moodlepipeline.zoho.api.ZohoException.Kind;
import io.moodlepipeline.zoho.http.HttpExchange;
import io.moodlepipeline.zohosimulator.ZohoSimulator;
import io.moodlepipeline.zohosimulator.fault.Calls;
import io.moodlepipeline.zohosimulator.fault.Effect;
import io.moodlepipeline.zohosimulator.options.Behaviour;
import io.moodlepipeline.zohosimulator.options.Credentials;
import io.moodlepipeline.zohosimulator.options.Deviation;
import io.moodlepipeline.zohosimulator.options.SimulatorOptions;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens from the simulator, with its limits. */
class AccessTokensContractTest {
    private static final HttpClient CLIENT = HttpExchange.client();

    private final ManualClock clock = new ManualClock();

    @ParameterizedTest(name = "{3}")
    @CsvSource({
        "simulator-client, simulator-secret, revoked, invalid_code",
        "nobody, simulator-secret, simulator-refresh-token, invalid_client",
        "simulator-client, wrong, simulator-refresh-token, invalid_client_secret"
    })
    void wrongCredentialsStopTheTenant(String clientId, String secret, String refreshToken, String code) {
        try (ZohoSimulator simulator = simulator(Behaviour.strict())) {
            SharedAccessTokens tokens =
                    tokens(simulator, new Credentials(clientId, secret, refreshToken), new MemoryTokenStore());

            for (int tries = 0; tries < 3; tries++) {
                ZohoException failure = catchThrowableOfType(ZohoException.class, tokens::current);
                assertThat(failure.kind()).isEqualTo(Kind.CONFIGURATION);
                assertThat(failure.code()).isEqualTo(code);
            }
            assertThat(simulator.stats().tokensRefused()).isEqualTo(1);
        }
    }

    @Test
    void stormOfFourInstancesCostsOneToken() throws Exception {
        try (ZohoSimulator simulator = simulator(Behaviour.strict())) {
            MemoryTokenStore store = new MemoryTokenStore();
            List<SharedAccessTokens> instances =
                    Stream.generate(() -> tokens(simulator, store)).limit(4).toList();
            ExecutorService threads = Executors.newFixedThreadPool(50);
            try {
                List<Callable<AccessToken>> calls = IntStream.range(0, 50)
                        .<Callable<AccessToken>>mapToObj(call -> instances.get(call % 4)::current)
                        .toList();
                List<AccessToken> got = new ArrayList<>();
                for (Future<AccessToken> call : threads.invokeAll(calls)) {
                    got.add(call.get());
                }

                assertThat(got).hasSize(50).containsOnly(instances.get(0).current());
                assertThat(got.get(0).apiDomain()).isEqualTo(simulator.url());
                assertThat(simulator.stats().tokensIssued()).isEqualTo(1);
            } finally {
                threads.shutdownNow();
            }
        }
    }

    @Test
    void refusingEveryTokenNeverBringsZohosThrottleUponUs() throws Exception {
        try (ZohoSimulator simulator = simulator(Behaviour.strict())) {
            MemoryTokenStore store = new MemoryTokenStore();
            AccessToken token = tokens(simulator, store).current();
            int throttled = 0;
            for (int tries = 0; tries < 20; tries++) {
                AccessToken refused = token;
                SharedAccessTokens instance = tokens(simulator, store);
                try {
                    token = instance.insteadOf(refused);
                } catch (ZohoException e) {
                    assertThat(e.kind()).isEqualTo(Kind.THROTTLED);
                    throttled++;
                }
            }

            assertThat(throttled).isEqualTo(16);
            assertThat(simulator.stats().tokensIssued()).isEqualTo(5);
            assertThat(simulator.stats().tokensRefused()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void throttleBroughtOnByOthersIsWaitedOutWithTheLivingToken(boolean saidWith200) throws Exception {
        Behaviour behaviour = saidWith200 ? Behaviour.strict().with(Deviation.THROTTLE_IS_200) : Behaviour.strict();
        try (ZohoSimulator simulator = simulator(behaviour)) {
            SharedAccessTokens tokens = tokens(simulator, new MemoryTokenStore());
            AccessToken living = tokens.current();
            clock.advance(Duration.ofMinutes(59));
            for (int others = 0; others < 10; others++) {
                assertThat(endpoint(simulator, simulator.options().credentials())
                                .refresh())
                        .isInstanceOf(TokenAnswer.Granted.class);
            }

            assertThat(tokens.current()).isEqualTo(living);
            assertThat(simulator.stats().tokensRefused()).isEqualTo(1);

            clock.advance(Duration.ofMinutes(1));
            assertThat(catchThrowableOfType(ZohoException.class, tokens::current)
                            .kind())
                    .isEqualTo(Kind.THROTTLED);
            assertThat(simulator.stats().tokensRefused()).as("not asked again").isEqualTo(1);

            clock.advance(Duration.ofMinutes(9));
            assertThat(tokens.current().value()).isNotEqualTo(living.value());
        }
    }

    @Test
    void accountsServerInTroubleIsAskedAgain() throws Exception {
        try (ZohoSimulator simulator = simulator(Behaviour.strict())) {
            SharedAccessTokens tokens = tokens(simulator, new MemoryTokenStore());
            simulator.faults().add(Calls.to("/oauth"), Effect.Status.of(503));
            simulator.faults().add(Calls.to("/oauth").skipping(1), new Effect.Reset(false));

            assertThat(catchThrowableOfType(ZohoException.class, tokens::current)
                            .kind())
                    .isEqualTo(Kind.UNAVAILABLE);
            assertThat(catchThrowableOfType(ZohoException.class, tokens::current)
                            .kind())
                    .isEqualTo(Kind.UNAVAILABLE);
            assertThat(tokens.current().expiresAt()).isEqualTo(clock.instant().plus(Duration.ofHours(1)));
        }
    }

    private ZohoSimulator simulator(Behaviour behaviour) {
        return ZohoSimulator.start(
                SimulatorOptions.defaults().withBehaviour(behaviour).withClock(clock));
    }

    private SharedAccessTokens tokens(ZohoSimulator simulator, TokenStore store) {
        return tokens(simulator, simulator.options().credentials(), store);
    }

    private SharedAccessTokens tokens(ZohoSimulator simulator, Credentials credentials, TokenStore store) {
        return new SharedAccessTokens(
                "north",
                endpoint(simulator, credentials),
                store,
                new TokenSealing("north", known(credentials), new SecureRandom()),
                clock);
    }

    private static HttpTokenEndpoint endpoint(ZohoSimulator simulator, Credentials credentials) {
        return new HttpTokenEndpoint(CLIENT, simulator.url(), known(credentials));
    }

    private static OAuthCredentials known(Credentials credentials) {
        return new OAuthCredentials(
                credentials.clientId(), new Secret(credentials.clientSecret()), new Secret(credentials.refreshToken()));
    }
}
