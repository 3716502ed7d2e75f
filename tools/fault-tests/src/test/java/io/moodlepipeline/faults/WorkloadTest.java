package io.moodlepipeline.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class WorkloadTest {
    private final List<Submission> events = workload(1).generate(1000, 0.1);

    @Test
    void sameSeedMakesTheSameEvents() {
        assertThat(workload(1).generate(1000, 0.1)).isEqualTo(events);
        assertThat(workload(2).generate(1000, 0.1)).isNotEqualTo(events);
    }

    @Test
    void someAreSentTwiceAndRowsHaveSeveralVersions() {
        assertThat(new HashSet<>(events)).hasSize(1000);
        assertThat(events).hasSize(1050);
        assertThat(events.stream().map(Submission::row).collect(Collectors.toSet()))
                .hasSizeLessThan(700);
    }

    @Test
    void aTenthIsPoison() {
        assertThat(events.stream().filter(event -> event.poison() != null).count())
                .isBetween(60L, 150L);
    }

    private static Workload workload(long seed) {
        return new Workload(new Random(seed), 1, 0);
    }
}
