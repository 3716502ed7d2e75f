package io.moodlepipeline.zoho.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.moodlepipeline.postgresql.Database;
import io.moodlepipeline.testkit.PostgresBackend;
import io.moodlepipeline.testkit.junit.OnBackends;
import io.moodlepipeline.zoho.api.ZohoException;
import io.moodlepipeline.zoho.ledger.CallSlots.Slot;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** So many calls at the same time, over all instances. */
@OnBackends
class CallSlotsIT {
    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration LONG = Duration.ofSeconds(20);

    private final TestLedgers ledgers;
    private final Database myDatabase;
    private final Database theirDatabase;
    private final CallSlots mine;
    private final CallSlots theirs;

    CallSlotsIT(PostgresBackend postgres) {
        ledgers = new TestLedgers(postgres);
        myDatabase = ledgers.open();
        theirDatabase = ledgers.open();
        mine = new CallSlots(myDatabase);
        theirs = new CallSlots(theirDatabase);
    }

    @AfterEach
    void close() {
        mine.close();
        theirs.close();
        myDatabase.close();
        theirDatabase.close();
        ledgers.close();
    }

    @Test
    void instancesShareTheSlots() throws Exception {
        try (Slot first = mine.take("org", 3, AT_ONCE);
                Slot second = theirs.take("org", 3, AT_ONCE);
                Slot third = mine.take("org", 3, AT_ONCE)) {
            assertThat(List.of(first, second, third)).doesNotHaveDuplicates();
            for (CallSlots instance : List.of(mine, theirs)) {
                assertThatExceptionOfType(ZohoException.class)
                        .isThrownBy(() -> instance.take("org", 3, AT_ONCE))
                        .satisfies(e -> assertThat(e.kind()).isEqualTo(ZohoException.Kind.UNAVAILABLE))
                        .withMessageContaining("same time");
            }
        }
    }

    @Test
    void organisationsHaveSlotsEach() throws Exception {
        try (Slot here = mine.take("org", 1, AT_ONCE);
                Slot there = mine.take("org-2", 1, AT_ONCE)) {
            assertThat(here).isNotSameAs(there);
        }
    }

    @Test
    void aSlotThatIsGivenBackGoesToWhoeverWaits() throws Exception {
        for (CallSlots waiting : List.of(mine, theirs)) {
            Slot held = mine.take("org", 1, AT_ONCE);
            CompletableFuture<Slot> next = CompletableFuture.supplyAsync(() -> take(waiting, 1));
            assertThat(next).isNotDone();
            held.close();

            next.get(20, TimeUnit.SECONDS).close();
        }
    }

    @Test
    void anInterruptEndsTheWait() throws Exception {
        try (Slot held = mine.take("org", 1, AT_ONCE)) {
            Thread.currentThread().interrupt();

            assertThatExceptionOfType(ZohoException.class)
                    .isThrownBy(() -> mine.take("org", 1, LONG))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(ZohoException.Kind.UNAVAILABLE));
            assertThat(Thread.interrupted()).as("told to the caller").isTrue();
            assertThat(held).isNotNull();
        }
    }

    @Test
    void neverAreMoreHeldThanThereAre() throws Exception {
        AtomicInteger held = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<CompletableFuture<Void>> callers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                CallSlots instance = i % 2 == 0 ? mine : theirs;
                callers.add(CompletableFuture.runAsync(
                        () -> {
                            for (int call = 0; call < 20; call++) {
                                Slot slot = take(instance, 3);
                                most.accumulateAndGet(held.incrementAndGet(), Math::max);
                                aCallsTime();
                                held.decrementAndGet();
                                slot.close();
                            }
                        },
                        threads));
            }
            CompletableFuture.allOf(callers.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
        } finally {
            threads.shutdownNow();
        }

        assertThat(most.get()).isLessThanOrEqualTo(3);
    }

    @Test
    void aLostSessionTakesItsSlotsAnewBeforeTheNextCall() throws Exception {
        Slot first = mine.take("org", 2, AT_ONCE);
        loseSessions();

        Slot second = mine.take("org", 2, AT_ONCE);

        assertThatExceptionOfType(ZohoException.class).isThrownBy(() -> theirs.take("org", 2, AT_ONCE));
        first.close();
        theirs.take("org", 2, LONG).close();
        second.close();
    }

    @Test
    void aSlotOfALostSessionIsGivenBackWithoutHarm() throws Exception {
        Slot held = mine.take("org", 1, AT_ONCE);
        loseSessions();
        held.close();

        mine.take("org", 1, AT_ONCE).close();
        theirs.take("org", 1, LONG).close();
    }

    @Test
    void withoutTheDatabaseThereIsNoSlot() {
        theirDatabase.close();

        assertThatExceptionOfType(ZohoException.class)
                .isThrownBy(() -> theirs.take("org", 1, LONG))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(ZohoException.Kind.UNAVAILABLE));
    }

    private void aCallsTime() {
        try {
            ledgers.text("SELECT pg_sleep(0.002)");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void loseSessions() throws Exception {
        ledgers.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE locktype = 'advisory' AND granted"
                + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())");
    }

    private static Slot take(CallSlots slots, int most) {
        try {
            return slots.take("org", most, LONG);
        } catch (ZohoException e) {
            throw new IllegalStateException(e);
        }
    }
}
