package io.moodlepipeline.ops.lag;

import java.time.Duration;
import java.util.Optional;

/** How long it will take until nothing waits, if everything goes on as between two samples. */
final class DrainEstimate {
    private DrainEstimate() {}

    /** Empty when what waits is not getting less. */
    static Optional<Duration> of(long waitingBefore, long waitingNow, Duration between) {
        if (waitingNow == 0) {
            return Optional.of(Duration.ZERO);
        }
        long less = waitingBefore - waitingNow;
        if (less <= 0 || between.isZero()) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofMillis(Math.round((double) waitingNow / less * between.toMillis())));
    }
}
