package io.moodlepipeline.zoho.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.moodlepipeline.runtime.settings.Secret;
import io.moodlepipeline.zoho.ManualClock;
import io.moodlepipeline.zoho.api.ZohoException;
import io.moodlepipeline.zoho.api.ZohoException.Kind;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Instances of one tenant, their common store, and an accounts server that counts. */
class SharedAccessTokensTest {
    private static final OAuthCredentials CREDENTIALS =
            new OAuthCredentials("client", new Secret("client secret"), new Secret("refresh token"));
    private static final TokenAnswer NOT_REACHED = new TokenAnswer.Unavailable("NO_CONNECTION", "no connection", false);
    private static final TokenAnswer LOST = new TokenAnswer.Unavailable("TIMEOUT", "no reply", true);
    private static final Duration LAST_MINUTES = ScriptedEndpoint.LIFE.minusSeconds(90);

    private final ManualClock clock = new ManualClock();
    private final MemoryTokenStore store = new MemoryTokenStore();
    private final ScriptedEndpoint endpoint = new ScriptedEndpoint();
    private final SharedAccessTokens tokens = instance();

    private SharedAccessTokens instance() {
        return instance(CREDENTIALS);
    }

    private SharedAccessTokens instance(OAuthCredentials credentials) {
        return new SharedAccessTokens(
                "north", endpoint, store, new TokenSealing("north", credentials, new SecureRandom()), clock);
    }

    @Test
    void tokenIsUsedUntilTwoMinutesBeforeItsEnd() throws Exception {
        AccessToken first = tokens.current();
        clock.advance(ScriptedEndpoint.LIFE.minus(Duration.ofMinutes(2)).minusMillis(1));
        AccessToken same = tokens.current();
        clock.advance(Duration.ofMillis(1));
        AccessToken second = tokens.current();

        assertThat(first.value()).isEqualTo(new Secret("token-1"));
        assertThat(first.apiDomain()).isEqualTo(ScriptedEndpoint.API_DOMAIN);
        assertThat(first.expiresAt()).isEqualTo("2026-01-05T10:00:00Z");
        assertThat(same).isEqualTo(first);
        assertThat(second.value()).isEqualTo(new Secret("token-2"));
    }

    @Test
    void instancesTakeTheTokenThatOneOfThemMade() throws Exception {
        AccessToken made = tokens.current();

        assertThat(instance().current()).isEqualTo(made);
        assertThat(endpoint.asked()).isEqualTo(1);
    }

    @Test
    void fiftyThreadsOfFourInstancesMakeOneToken() throws Exception {
        List<SharedAccessTokens> instances = List.of(tokens, instance(), instance(), instance());

        List<AccessToken> got = together(50, thread -> instances.get(thread % 4).current());

        assertThat(got).hasSize(50).containsOnly(tokens.current());
        assertThat(endpoint.asked()).isEqualTo(1);
    }

    @Test
    void fiftyThreadsOfFourInstancesReplaceARefusedTokenOnce() throws Exception {
        List<SharedAccessTokens> instances = List.of(tokens, instance(), instance(), instance());
        AccessToken refused = tokens.current();

        List<AccessToken> got = together(50, thread -> instances.get(thread % 4).insteadOf(refused));

        assertThat(got).hasSize(50).extracting(AccessToken::value).containsOnly(new Secret("token-2"));
        assertThat(endpoint.asked()).isEqualTo(2);
    }

    @Test
    void threadsThatWaitShareAFailureInsteadOfTryingOneByOne() throws Exception {
        CyclicBarrier underWay = new CyclicBarrier(2);
        endpoint.answers(LOST);
        endpoint.meanwhile(() -> meet(underWay));
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<ZohoException> first = threads.submit(() -> failureOf(tokens));
            await().until(() -> endpoint.asked() == 1);
            List<Thread> waiting = new ArrayList<>();
            Future<ZohoException> second = threads.submit(() -> {
                synchronized (waiting) {
                    waiting.add(Thread.currentThread());
                }
                return failureOf(tokens);
            });
            await().until(() -> {
                synchronized (waiting) {
                    return !waiting.isEmpty() && waiting.get(0).getState() == Thread.State.WAITING;
                }
            });
            meet(underWay);

            assertThat(first.get(10, TimeUnit.SECONDS)).isSameAs(second.get(10, TimeUnit.SECONDS));
            assertThat(endpoint.asked()).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void refusedTokenIsNotTakenFromTheStoreAgain() throws Exception {
        AccessToken refused = tokens.current();
        endpoint.answers(LOST);

        ZohoException none = catchThrowableOfType(ZohoException.class, () -> tokens.insteadOf(refused));
        ZohoException stillNone = failureOf(tokens);

        assertThat(none.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(stillNone.kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void tokenThatAnotherInstanceMadeMeanwhileReplacesTheRefusedOne() throws Exception {
        AccessToken refused = tokens.current();
        AccessToken others = instance().insteadOf(refused);

        assertThat(tokens.insteadOf(refused)).isEqualTo(others);
        assertThat(endpoint.asked()).isEqualTo(2);
    }

    @Test
    void noMoreThanFiveAreAskedForInTenMinutesByAllInstancesTogether() throws Exception {
        AccessToken token = tokens.current();
        for (int made = 1; made < 5; made++) {
            clock.advance(Duration.ofMinutes(1));
            token = instance().insteadOf(token);
        }
        AccessToken last = token;
        ZohoException failure =
                catchThrowableOfType(ZohoException.class, () -> instance().insteadOf(last));

        assertThat(endpoint.asked()).isEqualTo(5);
        assertThat(failure.kind()).isEqualTo(Kind.THROTTLED);
        assertThat(failure.inDoubt()).isFalse();
        assertThat(failure.retryAfter()).contains(Duration.ofMinutes(6));

        clock.advance(Duration.ofMinutes(6));
        assertThat(instance().insteadOf(last).value()).isEqualTo(new Secret("token-6"));
    }

    @Test
    void failedTriesCountSinceTheyMayHaveMadeAToken() {
        endpoint.answers(LOST);
        for (int tries = 0; tries < 5; tries++) {
            assertThat(failureOf(tokens).kind()).isEqualTo(Kind.UNAVAILABLE);
        }

        assertThat(failureOf(tokens).kind()).isEqualTo(Kind.THROTTLED);
        assertThat(endpoint.asked()).isEqualTo(5);
    }

    @Test
    void triesThatReachedNobodyDoNotCount() throws Exception {
        endpoint.answers(NOT_REACHED);
        for (int tries = 0; tries < 20; tries++) {
            assertThat(failureOf(tokens).code()).isEqualTo("NO_CONNECTION");
        }
        endpoint.grants();

        assertThat(tokens.current().value()).isEqualTo(new Secret("token-21"));
    }

    @Test
    void tryCutOffByACrashCounts() throws Exception {
        endpoint.meanwhile(() -> {
            throw new CutOff();
        });
        for (int tries = 0; tries < 5; tries++) {
            SharedAccessTokens crashing = instance();
            assertThat(catchThrowableOfType(CutOff.class, crashing::current)).isNotNull();
        }

        assertThat(failureOf(instance()).kind()).isEqualTo(Kind.THROTTLED);
        assertThat(endpoint.asked()).isEqualTo(5);
    }

    @Test
    void zohosOwnThrottleIsWaitedOutByAllInstances() throws Exception {
        endpoint.answers(new TokenAnswer.Throttled());
        ZohoException first = failureOf(tokens);
        endpoint.grants();
        clock.advance(Duration.ofMinutes(9));
        ZohoException others = failureOf(instance());

        assertThat(first.kind()).isEqualTo(Kind.THROTTLED);
        assertThat(first.retryAfter()).contains(Duration.ofMinutes(10));
        assertThat(others.kind()).isEqualTo(Kind.THROTTLED);
        assertThat(others.retryAfter()).contains(Duration.ofMinutes(1));
        assertThat(endpoint.asked()).isEqualTo(1);

        clock.advance(Duration.ofMinutes(1));
        assertThat(tokens.current().value()).isEqualTo(new Secret("token-2"));
    }

    static Stream<TokenAnswer> troubles() {
        return Stream.of(new TokenAnswer.Throttled(), LOST, NOT_REACHED);
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void livingTokenIsUsedToItsEndWhileThereIsNoOther(TokenAnswer trouble) throws Exception {
        AccessToken living = tokens.current();
        endpoint.answers(trouble);
        clock.advance(LAST_MINUTES);

        assertThat(tokens.current()).isEqualTo(living);
        assertThat(tokens.current()).isEqualTo(living);
        assertThat(endpoint.asked()).as("not asked again at once").isEqualTo(2);

        clock.advance(Duration.ofSeconds(90));
        assertThat(failureOf(tokens).kind()).isIn(Kind.THROTTLED, Kind.UNAVAILABLE);
    }

    @Test
    void newInstanceUsesTheLivingTokenTooWhileThereIsNoOther() throws Exception {
        AccessToken living = tokens.current();
        endpoint.answers(new TokenAnswer.Throttled());
        clock.advance(LAST_MINUTES);

        assertThat(instance().current()).isEqualTo(living);
        assertThat(instance().current()).isEqualTo(living);
        assertThat(endpoint.asked()).isEqualTo(2);
    }

    @Test
    void livingTokenIsUsedWhileTheStoreIsAway() throws Exception {
        AccessToken living = tokens.current();
        store.away(true);
        clock.advance(LAST_MINUTES);

        assertThat(tokens.current()).isEqualTo(living);
    }

    @Test
    void tokenIsUsedThoughTheStoreWentAwayBeforeItWasKept() throws Exception {
        endpoint.meanwhile(() -> store.away(true));

        assertThat(tokens.current().value()).isEqualTo(new Secret("token-1"));
        assertThat(tokens.current().value()).isEqualTo(new Secret("token-1"));
        assertThat(endpoint.asked()).isEqualTo(1);
    }

    @Test
    void noTokenIsMadeWhileTheStoreIsAway() {
        store.away(true);

        assertThat(failureOf(tokens).kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(endpoint.asked()).isZero();
    }

    @Test
    void wrongCredentialsAreTriedOnceInAProcess() throws Exception {
        endpoint.answers(new TokenAnswer.WrongCredentials("invalid_client_secret", "the client secret is wrong"));
        ZohoException first = failureOf(tokens);
        endpoint.grants();
        clock.advance(Duration.ofHours(1));
        ZohoException later = failureOf(tokens);

        assertThat(first.kind()).isEqualTo(Kind.CONFIGURATION);
        assertThat(first.code()).isEqualTo("invalid_client_secret");
        assertThat(first).hasMessageContaining("client secret");
        assertThat(later.kind()).isEqualTo(Kind.CONFIGURATION);
        assertThat(endpoint.asked()).isEqualTo(1);
        assertThat(instance().current().value()).isEqualTo(new Secret("token-2"));
    }

    @Test
    void tokenOfOtherCredentialsIsNoToken() throws Exception {
        tokens.current();
        OAuthCredentials renewed =
                new OAuthCredentials("client", new Secret("client secret"), new Secret("another refresh token"));

        assertThat(instance(renewed).current().value()).isEqualTo(new Secret("token-2"));
    }

    @Test
    void interruptEndsTheWaitForAnotherThread() throws Exception {
        CyclicBarrier underWay = new CyclicBarrier(2);
        CyclicBarrier end = new CyclicBarrier(2);
        endpoint.meanwhile(() -> {
            meet(underWay);
            meet(end);
        });
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<AccessToken> first = threads.submit(tokens::current);
            meet(underWay);
            Thread.currentThread().interrupt();
            ZohoException failure = failureOf(tokens);

            assertThat(Thread.interrupted()).isTrue();
            assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
            meet(end);
            assertThat(first.get(10, TimeUnit.SECONDS).value()).isEqualTo(new Secret("token-1"));
        } finally {
            threads.shutdownNow();
        }
    }

    private static ZohoException failureOf(SharedAccessTokens tokens) {
        return catchThrowableOfType(ZohoException.class, tokens::current);
    }

    @FunctionalInterface
    private interface OfThread {
        AccessToken get(int thread) throws Exception;
    }

    /** Lets threads go at the same moment, and waits for all. */
    private static List<AccessToken> together(int number, OfThread work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(number);
        try {
            CyclicBarrier start = new CyclicBarrier(number);
            List<Callable<AccessToken>> tasks = new ArrayList<>();
            for (int thread = 0; thread < number; thread++) {
                int which = thread;
                tasks.add(() -> {
                    meet(start);
                    return work.get(which);
                });
            }
            List<AccessToken> got = new ArrayList<>();
            for (Future<AccessToken> future : threads.invokeAll(tasks)) {
                got.add(future.get());
            }
            return got;
        } finally {
            threads.shutdownNow();
        }
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("the other thread did not come", e);
        }
    }

    /** Ends a try without any of its ends. */
    private static final class CutOff extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
