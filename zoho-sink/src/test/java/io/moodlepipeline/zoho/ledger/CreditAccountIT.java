package io.moodlepipeline.zoho.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.moodlepipeline.postgresql.Database;
import io.moodlepipeline.testkit.PostgresBackend;
import io.moodlepipeline.testkit.junit.OnBackends;
import io.moodlepipeline.zoho.api.ZohoException;
import io.moodlepipeline.zoho.ledger.CreditAccount.Reservation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Credits of a rolling day, counted over all instances. */
@OnBackends
class CreditAccountIT {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration DAY = Duration.ofHours(24);

    private final TestLedgers ledgers;
    private final Database otherInstance;
    private final CreditAccount mine;
    private final CreditAccount theirs;

    CreditAccountIT(PostgresBackend postgres) {
        ledgers = new TestLedgers(postgres);
        otherInstance = ledgers.open();
        mine = ledgers.database().credits(TestLedgers.ORG);
        theirs = new LedgerDatabase(otherInstance).credits(TestLedgers.ORG);
    }

    @AfterEach
    void close() {
        otherInstance.close();
        ledgers.close();
    }

    @Test
    void whatOneInstanceTakesIsGoneForTheOthers() throws Exception {
        assertThat(mine.reserve(70, 100, NOON)).isEqualTo(new Reservation(true, 70, NOON));
        assertThat(theirs.reserve(30, 100, NOON)).isEqualTo(new Reservation(true, 100, NOON));

        assertThat(mine.reserve(1, 100, NOON).granted()).isFalse();
        assertThat(theirs.used(NOON)).isEqualTo(100);
    }

    @Test
    void organisationsHaveCreditsEach() throws Exception {
        mine.reserve(100, 100, NOON);

        assertThat(ledgers.database().credits("org-2").reserve(100, 100, NOON).granted())
                .isTrue();
    }

    @Test
    void aMinutesCreditsAreFreeAgainWhenAllOfItIsADayAgo() throws Exception {
        Instant inTheMinute = NOON.plusSeconds(30);
        mine.reserve(100, 100, inTheMinute);
        Instant free = NOON.plus(DAY).plusSeconds(60);

        assertThat(mine.reserve(1, 100, NOON.plusSeconds(600))).isEqualTo(new Reservation(false, 100, free));
        assertThat(mine.reserve(1, 100, free.minusSeconds(1)).granted()).isFalse();
        assertThat(mine.reserve(100, 100, free)).isEqualTo(new Reservation(true, 100, free));
    }

    @Test
    void whenEnoughWillBeFreeIsSaid() throws Exception {
        for (int hour = 0; hour < 5; hour++) {
            mine.reserve(20, 100, NOON.plus(Duration.ofHours(hour)));
        }
        Instant later = NOON.plus(Duration.ofHours(6));

        assertThat(mine.reserve(20, 100, later).freeAt())
                .isEqualTo(NOON.plus(DAY).plusSeconds(60));
        assertThat(mine.reserve(21, 100, later).freeAt())
                .isEqualTo(NOON.plus(Duration.ofHours(25)).plusSeconds(60));
        assertThat(mine.reserve(100, 100, later).freeAt())
                .isEqualTo(NOON.plus(Duration.ofHours(28)).plusSeconds(60));
    }

    @Test
    void whatWillNeverFitIsRefusedForADay() throws Exception {
        assertThat(mine.reserve(101, 100, NOON))
                .isEqualTo(new Reservation(false, 0, NOON.plus(DAY).plusSeconds(60)));
    }

    @Test
    void oldMinutesAreDeleted() throws Exception {
        mine.reserve(1, 100, NOON);
        mine.reserve(1, 100, NOON.plus(DAY));
        mine.reserve(1, 100, NOON.plus(DAY).plusSeconds(120));

        assertThat(ledgers.text("SELECT count(*) FROM zoho.credit")).isEqualTo("2");
    }

    @Test
    void instancesThatTakeAtTheSameTimeTakeNoMoreThanThereIs() throws Exception {
        List<CompletableFuture<Integer>> takers = new ArrayList<>();
        for (CreditAccount account : List.of(mine, theirs, mine, theirs)) {
            takers.add(CompletableFuture.supplyAsync(() -> take(account)));
        }

        int taken = 0;
        for (CompletableFuture<Integer> taker : takers) {
            taken += taker.get(60, TimeUnit.SECONDS);
        }
        assertThat(taken).isEqualTo(33);
        assertThat(mine.used(NOON)).isEqualTo(99);
    }

    @Test
    void withoutTheDatabaseNothingIsTaken() {
        otherInstance.close();

        assertThatExceptionOfType(ZohoException.class)
                .isThrownBy(() -> theirs.reserve(1, 100, NOON))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(ZohoException.Kind.UNAVAILABLE));
    }

    /** Three at a time, of 100 that there are. */
    private static int take(CreditAccount account) {
        int taken = 0;
        try {
            for (int i = 0; i < 20; i++) {
                taken += account.reserve(3, 100, NOON).granted() ? 1 : 0;
            }
        } catch (ZohoException e) {
            throw new IllegalStateException(e);
        }
        return taken;
    }
}
