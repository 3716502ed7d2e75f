package io.moodlepipeline.processor.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.runtime.service.Health;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ThreadDeathsTest {
    private long now = 1;
    private final ThreadDeaths deaths = new ThreadDeaths(() -> now);

    @Test
    void streamThatNeverDiedIsBelieved() {
        deaths.works();

        assertThat(deaths.health()).isEmpty();
    }

    @Test
    void streamIsNotBelievedRightAfterItWorksAgain() {
        deaths.died("no library");
        deaths.works();

        assertThat(deaths.health())
                .contains(Health.waiting("a stream thread died: no library; ready once another has worked for 20 s"));
    }

    @Test
    void streamIsBelievedOnceItHasWorkedForAWhile() {
        deaths.died("no library");
        deaths.works();
        later(ThreadDeaths.SHORTEST_PROOF);

        assertThat(deaths.health()).isEmpty();
    }

    @Test
    void timeInWhichNothingWorksProvesNothing() {
        deaths.died("no library");
        later(Duration.ofHours(1));

        assertThat(deaths.health()).isPresent();
    }

    @Test
    void streamThatDiesAgainAndAgainIsNeverBelievedBetweenItsDeaths() {
        deaths.died("no library");
        for (int death = 0; death < 20; death++) {
            later(Duration.ofSeconds(1));
            deaths.works();
            later(Duration.ofSeconds(90));
            deaths.died("no library");
            deaths.works();
            later(Duration.ofSeconds(90));

            assertThat(deaths.health()).isPresent();
            deaths.died("no library");
        }
    }

    @Test
    void deathLongAfterTheLastIsTheFirstOfItsOwnRow() {
        deaths.died("no library");
        deaths.works();
        later(ThreadDeaths.LONGEST_PROOF.plusSeconds(1));
        deaths.died("another");
        deaths.works();

        assertThat(deaths.remaining()).contains(ThreadDeaths.SHORTEST_PROOF);
    }

    @Test
    void worksIsCountedFromTheFirstTimeThatItIsSaid() {
        deaths.died("no library");
        deaths.works();
        later(Duration.ofSeconds(15));
        deaths.works();

        assertThat(deaths.remaining()).contains(Duration.ofSeconds(5));
    }

    private void later(Duration duration) {
        now += duration.toNanos();
    }
}
