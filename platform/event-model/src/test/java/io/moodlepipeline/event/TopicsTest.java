package io.moodlepipeline.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TopicsTest {

    @Test
    void everyTopicIsDeclaredOnceWithItsRetention() {
        // Collecting fails when a name comes twice.
        Map<String, Duration> retentions =
                Topics.ALL.stream().collect(Collectors.toMap(TopicDeclaration::name, TopicDeclaration::retention));

        assertThat(retentions)
                .containsOnly(
                        entry("moodle.user-created", Duration.ofDays(400)),
                        entry("moodle.user-updated", Duration.ofDays(400)),
                        entry("moodle.user-enrolled", Duration.ofDays(400)),
                        entry("moodle.grade-updated", Duration.ofDays(400)),
                        entry("moodle.grade-enriched", Duration.ofDays(400)),
                        entry("moodle.dead-letter", Duration.ofDays(800)),
                        entry("moodle.dead-letter-audit", Duration.ofDays(800)));
    }

    @Test
    void webhooksPostAllTypesButThoseThatThePipelineMakesItself() {
        assertThat(EventType.webhooks())
                .extracting(EventType::pathName)
                .containsExactly("user_created", "user_updated", "user_enrolled", "grade_updated");
    }
}
