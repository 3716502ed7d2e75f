package io.moodlepipeline.zoho.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.moodlepipeline.postgresql.Database;
import io.moodlepipeline.testkit.PostgresBackend;
import io.moodlepipeline.testkit.junit.OnBackends;
import io.moodlepipeline.zoho.api.ZohoException;
import io.moodlepipeline.zoho.oauth.TokenStore;
import io.moodlepipeline.zoho.oauth.TokenStore.Sealed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One token for all instances of a tenant, renewed by one of them at a time. */
@OnBackends
class TokenStoreIT {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.123456Z");

    private final TestLedgers ledgers;
    private final Database otherInstance;
    private final TokenStore mine;
    private final TokenStore theirs;

    TokenStoreIT(PostgresBackend postgres) {
        ledgers = new TestLedgers(postgres);
        otherInstance = ledgers.open();
        mine = ledgers.database().tokens(TestLedgers.TENANT);
        theirs = new LedgerDatabase(otherInstance).tokens(TestLedgers.TENANT);
    }

    @AfterEach
    void close() {
        otherInstance.close();
        ledgers.close();
    }

    @Test
    void whatIsWrittenIsReadByTheOthersAtOnce() throws Exception {
        assertThat(theirs.read()).isEmpty();

        mine.exclusively(session -> {
            session.write(token("first"));
            assertThat(theirs.read().orElseThrow()).usingRecursiveComparison().isEqualTo(token("first"));
            session.write(token("second"));
            return null;
        });

        assertThat(theirs.read().orElseThrow()).usingRecursiveComparison().isEqualTo(token("second"));
        assertThat(ledgers.database().tokens("south").read()).isEmpty();
    }

    @Test
    void whatWasWrittenStaysWhenTheExchangeFails() throws Exception {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> mine.exclusively(session -> {
                    session.write(token("kept"));
                    throw new IllegalStateException("afterwards");
                }));

        assertThat(theirs.exclusively(TokenStore.Session::read)).isPresent();
    }

    @Test
    void oneInstanceAtATimeExchanges() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        TokenStore.Exchange<Void> exchange = session -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            session.read();
            inside.decrementAndGet();
            return null;
        };
        List<CompletableFuture<Void>> racers = new ArrayList<>();
        for (TokenStore store : List.of(mine, theirs, mine, theirs)) {
            racers.add(CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 25; i++) {
                    exchange(store, exchange);
                }
            }));
        }

        CompletableFuture.allOf(racers.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);

        assertThat(most).hasValue(1);
    }

    @Test
    void anotherTenantDoesNotWait() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        CompletableFuture<Void> slow = CompletableFuture.runAsync(() -> exchange(mine, session -> {
            inside.countDown();
            awaitUninterrupted(leave);
            return null;
        }));
        assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();

        String answer = new LedgerDatabase(otherInstance).tokens("south").exclusively(session -> "done");

        assertThat(answer).isEqualTo("done");
        leave.countDown();
        slow.get(10, TimeUnit.SECONDS);
    }

    @Test
    void withoutTheDatabaseItIsUnavailable() {
        otherInstance.close();

        assertThatExceptionOfType(ZohoException.class)
                .isThrownBy(theirs::read)
                .satisfies(e -> assertThat(e.kind()).isEqualTo(ZohoException.Kind.UNAVAILABLE));
        assertThatExceptionOfType(ZohoException.class)
                .isThrownBy(() -> theirs.exclusively(session -> null))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(ZohoException.Kind.UNAVAILABLE));
    }

    private static Sealed token(String secret) {
        return new Sealed(secret.getBytes(UTF_8), NOON.plusSeconds(3600), List.of(NOON.minusSeconds(60), NOON));
    }

    private static void exchange(TokenStore store, TokenStore.Exchange<Void> exchange) {
        try {
            store.exclusively(exchange);
        } catch (ZohoException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
