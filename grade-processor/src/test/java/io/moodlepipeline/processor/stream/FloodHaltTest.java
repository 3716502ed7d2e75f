package io.moodlepipeline.processor.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.runtime.record.Origin;
import io.moodlepipeline.runtime.service.Health;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

final class FloodHaltTest {
    private static final TopicPartition FIRST = new TopicPartition("moodle.grade-updated", 0);
    private static final TopicPartition SECOND = new TopicPartition("moodle.grade-updated", 1);

    private final FloodHalt halt = new FloodHalt();

    @Test
    void nothingIsHaltedAtFirst() {
        assertThat(halt.health()).isEmpty();
        assertThat(halt.endsWith(Map.of(FIRST, 100L))).isFalse();
    }

    @Test
    void lastsUntilTheGradeItStoppedAtIsCommitted() {
        halt.add(flood(FIRST, 49));

        assertThat(halt.endsWith(Map.of())).isFalse();
        assertThat(halt.endsWith(Map.of(FIRST, 49L))).isFalse();
        assertThat(halt.health())
                .hasValueSatisfying(health -> assertThat(health.status()).isEqualTo(Health.Status.HALTED));

        assertThat(halt.endsWith(Map.of(FIRST, 50L))).isTrue();
        assertThat(halt.health()).isEmpty();
    }

    @Test
    void lastsUntilEveryPartitionIsPast() {
        halt.add(flood(FIRST, 49));
        halt.add(flood(SECOND, 80));

        assertThat(halt.endsWith(Map.of(FIRST, 200L, SECOND, 80L))).isFalse();
        assertThat(halt.endsWith(Map.of(FIRST, 200L, SECOND, 81L))).isTrue();
    }

    private static FloodException flood(TopicPartition partition, long offset) {
        return new FloodException(
                new Origin(partition.topic(), partition.partition(), offset), DeadLetterCode.NOT_JSON);
    }
}
