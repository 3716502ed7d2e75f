package io.moodlepipeline.runtime.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HealthStateTest {
    private final HealthState health = new HealthState("test");

    @Test
    void aServiceStartsWaitingAliveAndUnready() {
        assertThat(health.get()).isEqualTo(Health.waiting("starting"));
        assertThat(health.get().live()).isTrue();
        assertThat(health.get().ready()).isFalse();
    }

    @Test
    void aServiceWhoseTargetIsDownStaysReady() {
        health.set(Health.degraded("the database is away"));

        assertThat(health.get().ready()).isTrue();
    }

    @Test
    void aServiceThatHoldsBackWhatItHasIsAliveAndUnready() {
        health.set(Health.halted("too many dead letters"));

        assertThat(health.get().live()).isTrue();
        assertThat(health.get().ready()).isFalse();
    }

    @Test
    void healthComesAndGoes() {
        health.set(Health.inGoodOrder());
        health.set(Health.waiting("topic a is missing"));

        assertThat(health.get()).isEqualTo(Health.waiting("topic a is missing"));
    }

    @Test
    void aFailureIsFinalAndItsFirstReasonStays() {
        health.set(Health.failed("first"));
        health.set(Health.inGoodOrder());
        health.set(Health.failed("second"));

        assertThat(health.get()).isEqualTo(Health.failed("first"));
        assertThat(health.get().ready()).isFalse();
    }

    @Test
    @Timeout(10)
    void whoWaitsForAFailureIsToldOfIt() throws InterruptedException {
        Thread waiting = new Thread(() -> {
            try {
                health.awaitFailure();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        waiting.start();
        health.set(Health.degraded("not yet"));
        assertThat(waiting.isAlive()).isTrue();

        health.set(Health.failed("on purpose"));

        assertThat(joined(waiting, Duration.ofSeconds(5))).isTrue();
    }

    private static boolean joined(Thread thread, Duration limit) throws InterruptedException {
        thread.join(limit.toMillis());
        return !thread.isAlive();
    }

    @Test
    void whatBlocksAServiceCountsWhateverItSaysOfItselfUntilItIsOver() {
        health.block(this, "topic a is missing");
        health.set(Health.inGoodOrder());
        assertThat(health.get()).isEqualTo(Health.waiting("topic a is missing"));

        health.unblock(this);

        assertThat(health.get()).isEqualTo(Health.inGoodOrder());
    }

    @Test
    void whatOneBlocksAnotherDoesNotFree() {
        health.set(Health.inGoodOrder());
        health.block("watch", "topic a is missing");
        health.block("probation", "a thread died");

        health.unblock("probation");

        assertThat(health.get()).isEqualTo(Health.waiting("topic a is missing"));
    }

    @Test
    void whatNeedsAPersonIsToldAlsoWhileSomethingBlocks() {
        health.block(this, "topic a is missing");

        health.set(Health.failed("records were lost"));

        assertThat(health.get()).isEqualTo(Health.failed("records were lost"));
    }

    @Test
    void listenersAreToldOfBlockersAndOfChangesThatShow() {
        List<Health> told = new ArrayList<>();
        HealthState listened = new HealthState("test", told::add);

        listened.block(this, "topic a is missing");
        listened.set(Health.inGoodOrder());
        listened.set(Health.degraded("the database is away"));
        listened.unblock(this);

        assertThat(told).containsExactly(Health.waiting("topic a is missing"), Health.degraded("the database is away"));
    }
}
