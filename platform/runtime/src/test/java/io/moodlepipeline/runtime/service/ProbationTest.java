package io.moodlepipeline.runtime.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProbationTest {
    private static final Duration SHORT = Duration.ofSeconds(19);

    private final List<Task> tasks = new ArrayList<>();
    private final HealthState health = new HealthState("test");
    private long now = 1;
    private final Probation probation =
            new Probation(health, () -> now, (delay, task) -> tasks.add(new Task(now + delay.toNanos(), task)));

    private record Task(long due, Runnable task) {}

    @BeforeEach
    void ready() {
        health.set(Health.inGoodOrder());
        probation.works();
    }

    @Test
    void whatNeverFailedIsBelieved() {
        assertThat(health.get()).isEqualTo(Health.inGoodOrder());
    }

    @Test
    void whatWorksAgainIsNotBelievedAtOnce() {
        probation.failed("no library");
        probation.works();
        pass(SHORT);

        assertThat(health.get())
                .isEqualTo(Health.waiting("no library; ready again once another try has worked for a while"));
    }

    @Test
    void whatHasWorkedForAWhileIsBelieved() {
        probation.failed("no library");
        probation.works();
        pass(Probation.SHORTEST);

        assertThat(health.get()).isEqualTo(Health.inGoodOrder());
    }

    @Test
    void timeInWhichNothingWorksProvesNothing() {
        probation.failed("no library");
        pass(Duration.ofHours(1));

        assertThat(health.get().ready()).isFalse();
    }

    @Test
    void whatFailsAgainAndAgainIsNeverBelievedBetweenItsFailures() {
        probation.failed("no library");
        probation.works();
        pass(Duration.ofSeconds(90));
        for (int failure = 0; failure < 20; failure++) {
            probation.failed("no library");
            probation.works();
            pass(Duration.ofSeconds(90));

            assertThat(health.get().ready()).isFalse();
        }
    }

    @Test
    void failureLongAfterTheLastIsTheFirstOfItsOwnRow() {
        probation.failed("no library");
        probation.works();
        pass(Probation.LONGEST.plusSeconds(1));
        probation.failed("another");
        probation.works();
        pass(Probation.SHORTEST);

        assertThat(health.get()).isEqualTo(Health.inGoodOrder());
    }

    private void pass(Duration duration) {
        now += duration.toNanos();
        List<Task> due = tasks.stream().filter(task -> task.due() <= now).toList();
        tasks.removeAll(due);
        due.forEach(task -> task.task().run());
    }
}
