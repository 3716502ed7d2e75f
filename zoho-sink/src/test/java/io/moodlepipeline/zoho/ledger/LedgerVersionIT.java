package io.moodlepipeline.zoho.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.event.Version;
import io.moodlepipeline.testkit.PostgresBackend;
import io.moodlepipeline.testkit.junit.OnBackends;
import io.moodlepipeline.zoho.mapping.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Java and the ledger must agree on which of two versions is newer, or a batch and a replay would end differently. */
@OnBackends
class LedgerVersionIT {
    private static final int PAIRS = 3000;
    private static final long SEED = 20261122;
    private static final byte[] NOTHING = {};

    private final Random random = new Random(SEED);
    private final TestLedgers ledgers;

    LedgerVersionIT(PostgresBackend postgres) {
        ledgers = new TestLedgers(postgres);
    }

    @AfterEach
    void close() {
        ledgers.close();
    }

    @Test
    void javaAndTheLedgerAgreeOnRandomVersions() throws Exception {
        Ledger ledger = ledgers.instance();
        List<Wanted> stored = new ArrayList<>();
        List<Wanted> candidates = new ArrayList<>();
        for (int i = 0; i < PAIRS; i++) {
            Version first = version();
            stored.add(new Wanted("key-" + i, first, NOTHING));
            candidates.add(new Wanted("key-" + i, random.nextInt(10) == 0 ? first : version(), NOTHING));
        }
        ledger.settle(
                Role.GRADE,
                ledger.claim(Role.GRADE, stored).stream()
                        .map(claim -> new Settlement.Noted((Claim.Granted) claim))
                        .toList());

        List<Claim> claims = ledger.claim(Role.GRADE, candidates);

        for (int i = 0; i < PAIRS; i++) {
            Version held = stored.get(i).version();
            Version candidate = candidates.get(i).version();
            assertThat(claims.get(i) instanceof Claim.Superseded)
                    .as("%s superseded by %s (seed %d)", candidate, held, SEED)
                    .isEqualTo(held.compareTo(candidate) > 0);
        }
    }

    /** From few values each, so that ties are common and every component gets to decide. */
    private Version version() {
        long[] bits = {0, 1, Long.MAX_VALUE, Long.MIN_VALUE, -1};
        return new Version(
                random.nextInt(2),
                random.nextBoolean(),
                random.nextInt(2),
                Instant.ofEpochMilli(1_700_000_000_000L + random.nextInt(2)),
                new UUID(bits[random.nextInt(bits.length)], bits[random.nextInt(bits.length)]),
                random.nextInt(2));
    }
}
