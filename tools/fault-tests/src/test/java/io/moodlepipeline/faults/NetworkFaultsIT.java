package io.moodlepipeline.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The network between the services and the servers is slow, loses all, and breaks connections off. */
@Tag("full")
final class NetworkFaultsIT {
    /** Longer than a producer of the gateway or of dead letters waits, and a session of a group. */
    private static final Duration BROKER_CUT = Duration.ofSeconds(15);

    /** Longer than the writer waits for an answer of the database. */
    private static final Duration DATABASE_CUT = Duration.ofSeconds(40);

    private static Stack stack;

    @BeforeAll
    static void start() {
        stack = Stack.startBehindNetworks("NetworkFaultsIT");
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
    }

    @Test
    void connectionsThatAreBrokenOffLoseNothing() throws Exception {
        Trial trial = Trial.startPoisoned("connections reset", stack, 1000, 0.01, Duration.ofSeconds(10));
        for (double share = 0; share < 0.9; share += 0.05) {
            trial.awaitAbout(share);
            (trial.random().nextInt(3) == 0 ? stack.toDatabase() : stack.toBroker()).reset();
        }
        trial.conclude();
    }

    @Test
    void slownessLosesNothing() throws Exception {
        Trial trial = Trial.startPoisoned("network slower by 100 ms", stack, 400, 0.01, Duration.ofSeconds(10));
        for (FaultyNetwork network : List.of(stack.toBroker(), stack.toDatabase())) {
            network.slowDown(Duration.ofMillis(100));
        }
        try {
            trial.awaitAbout(0.9);
        } finally {
            stack.toBroker().heal();
            stack.toDatabase().heal();
        }
        trial.conclude();
    }

    @Test
    void cutToTheBrokerLosesNothing() throws Exception {
        Trial trial = Trial.startPoisoned("broker cut off for 15 s", stack, 600, 0.01, Duration.ofSeconds(20));
        trial.awaitAbout(0.3);
        stack.toBroker().cut();
        try {
            trial.awaitNothingAccepted(BROKER_CUT);
        } finally {
            stack.toBroker().heal();
        }
        trial.conclude();
    }

    @Test
    void cutToTheDatabaseLosesNothing() throws Exception {
        Trial trial = Trial.startPoisoned("PostgreSQL cut off for 40 s", stack, 600, 0.01, Duration.ofSeconds(20));
        trial.awaitAbout(0.3);
        stack.toDatabase().cut();
        try {
            await("the writer stays ready")
                    .during(DATABASE_CUT)
                    .atMost(DATABASE_CUT.plusSeconds(5))
                    .until(() -> stack.writer().readiness().status() == 200);
            assertThat(stack.writer().readiness().text()).startsWith("DEGRADED: ");
        } finally {
            stack.toDatabase().heal();
        }
        trial.conclude();
    }
}
