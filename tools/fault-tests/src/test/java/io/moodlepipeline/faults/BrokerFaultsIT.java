package io.moodlepipeline.faults;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The broker dies, or falls silent, while events stream in. */
@Tag("full")
@ExtendWith(OwnStack.class)
final class BrokerFaultsIT {
    /** Longer than any producer of the pipeline tries to deliver a record: the processor's does for two minutes. */
    private static final Duration BEYOND_DELIVERY_TIMEOUTS = Duration.ofSeconds(130);

    @Test
    void killsOfTheBrokerLoseNothing(Stack stack) throws Exception {
        Trial trial = Trial.start("kill -9 of the broker", stack, 1000, Duration.ofSeconds(10));
        for (double share = 0.2; share < 0.7; share += 0.4) {
            trial.awaitAbout(share);
            stack.broker().kill();
            stack.broker().start();
        }
        trial.conclude();
    }

    @Test
    void silenceOfTheBrokerIsRefusedAndLosesNothing(Stack stack) throws Exception {
        Trial trial = Trial.start("broker frozen for 130 s", stack, 600, Duration.ofSeconds(6));
        trial.awaitAbout(0.4);
        stack.broker().freeze();
        try {
            trial.awaitNothingAccepted(BEYOND_DELIVERY_TIMEOUTS);
        } finally {
            stack.broker().thaw();
        }
        trial.conclude();
    }
}
