package io.moodlepipeline.zoho.ledger;

import static io.moodlepipeline.zoho.ledger.TestLedgers.sent;
import static io.moodlepipeline.zoho.ledger.TestLedgers.wanted;
import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.testkit.PostgresBackend;
import io.moodlepipeline.testkit.junit.OnBackends;
import io.moodlepipeline.zoho.mapping.Role;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Instances that want the same records at the same time. */
@OnBackends
class ClaimRaceIT {
    private static final int INSTANCES = 4;
    private static final int ROUNDS = 40;
    private static final int KEYS = 50;
    private static final long SEED = 20261122;

    private final TestLedgers ledgers;
    private final ExecutorService threads = Executors.newFixedThreadPool(INSTANCES);

    ClaimRaceIT(PostgresBackend postgres) {
        ledgers = new TestLedgers(postgres);
    }

    @AfterEach
    void close() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        ledgers.close();
    }

    @Test
    void noRecordIsEverGrantedToTwoAndNoneWaitsForAnotherForEver() throws Exception {
        Set<String> underway = ConcurrentHashMap.newKeySet();
        CyclicBarrier start = new CyclicBarrier(INSTANCES);
        List<Future<Integer>> racers = new ArrayList<>();
        for (int i = 0; i < INSTANCES; i++) {
            Ledger ledger = ledgers.instance();
            Random random = new Random(SEED + i);
            racers.add(threads.submit(() -> {
                start.await();
                int granted = 0;
                for (int round = 0; round < ROUNDS; round++) {
                    granted += claimAndSettle(ledger, random, round, underway);
                }
                return granted;
            }));
        }

        int granted = 0;
        for (Future<Integer> racer : racers) {
            granted += racer.get(60, TimeUnit.SECONDS);
        }
        assertThat(granted).isGreaterThan(KEYS);
        assertThat(ledgers.text("SELECT count(*) FROM zoho.entry WHERE suspect OR claim_owner IS NOT NULL"))
                .isEqualTo("0");
    }

    /** In an order of its own each time, as batches are. */
    private static int claimAndSettle(Ledger ledger, Random random, int round, Set<String> underway) throws Exception {
        List<Wanted> wanted = new ArrayList<>();
        for (int key = 0; key < KEYS; key++) {
            wanted.add(wanted("key-" + key, round, "content " + random.nextInt()));
        }
        Collections.shuffle(wanted, random);
        List<Settlement> settlements = new ArrayList<>();
        for (Claim claim : ledger.claim(Role.GRADE, wanted)) {
            if (claim instanceof Claim.Granted granted) {
                assertThat(underway.add(granted.wanted().key())).isTrue();
                settlements.add(random.nextBoolean() ? sent(granted) : new Settlement.Released(granted));
            }
        }
        settlements.forEach(
                settlement -> underway.remove(settlement.claim().wanted().key()));
        ledger.settle(Role.GRADE, settlements);
        return settlements.size();
    }
}
