package io.moodlepipeline.faults;

import java.util.concurrent.ThreadLocalRandom;

/** Where all randomness of a run comes from: {@code -Dfaults.seed=…} repeats one. */
final class Seed {
    static final long VALUE =
            Long.getLong("faults.seed", ThreadLocalRandom.current().nextLong(1_000_000_000));

    private Seed() {}
}
