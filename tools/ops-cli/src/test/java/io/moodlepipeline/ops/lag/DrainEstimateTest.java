package io.moodlepipeline.ops.lag;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DrainEstimateTest {
    private static final Duration BETWEEN = Duration.ofSeconds(2);

    @Test
    void whatIsLeftAtTheSameSpeed() {
        assertThat(DrainEstimate.of(1000, 800, BETWEEN)).contains(Duration.ofSeconds(8));
    }

    @Test
    void nothingWaitsNothingToDrain() {
        assertThat(DrainEstimate.of(0, 0, BETWEEN)).contains(Duration.ZERO);
    }

    @Test
    void unknownWhileItDoesNotGetLess() {
        assertThat(DrainEstimate.of(800, 800, BETWEEN)).isEmpty();
        assertThat(DrainEstimate.of(800, 1000, BETWEEN)).isEmpty();
        assertThat(DrainEstimate.of(1000, 800, Duration.ZERO)).isEmpty();
    }
}
