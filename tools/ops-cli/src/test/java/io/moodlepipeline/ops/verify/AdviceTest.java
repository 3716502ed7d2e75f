package io.moodlepipeline.ops.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.ops.deployment.Deployments;
import io.moodlepipeline.runtime.record.Origin;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdviceTest {
    private static final String ENRICHED = "moodle.grade-enriched";

    private final Advice advice = new Advice(Deployments.any());

    @Test
    void severalLostEventsOfAPartitionAreReadAgainFromTheFirst() {
        List<String> commands = advice.replays(List.of(
                lost("grades", ENRICHED, 5, 9), lost("grades", ENRICHED, 5, 7), lost("grades", ENRICHED, 2, 8)));

        assertThat(commands).hasSize(2);
        assertThat(commands.get(0)).contains("--group db-writer --topic moodle.grade-enriched:2 --to-offset 8 ");
        assertThat(commands.get(1)).contains("--group db-writer --topic moodle.grade-enriched:5 --to-offset 7 ");
    }

    @Test
    void aGradeThatWasNeverJudgedIsTheProcessorsToReadAgain() {
        List<String> commands = advice.replays(
                List.of(lost(ENRICHED, "moodle.grade-updated", 5, 9), lost("grades", "moodle.grade-updated", 5, 7)));

        assertThat(commands).hasSize(2);
        assertThat(commands.get(0)).contains("--group db-writer --topic moodle.grade-updated:5 --to-offset 7 ");
        assertThat(commands.get(1)).contains("--group grade-processor --topic moodle.grade-updated:5 --to-offset 9 ");
    }

    private static Finding lost(String table, String topic, int partition, long offset) {
        return new Finding(
                Difference.MISSING, table, "school", "key", "event", new Origin(topic, partition, offset), "");
    }
}
