package io.moodlepipeline.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    void webhooksAreTheFourThatMoodlePosts() {
        assertThat(EventType.ofWebhook("user_created")).contains(EventType.USER_CREATED);
        assertThat(EventType.ofWebhook("user_updated")).contains(EventType.USER_UPDATED);
        assertThat(EventType.ofWebhook("user_enrolled")).contains(EventType.USER_ENROLLED);
        assertThat(EventType.ofWebhook("grade_updated")).contains(EventType.GRADE_UPDATED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"grade_enriched", "", "USER_CREATED", "user-created", "moodle.user_created"})
    void nothingElseMayBePosted(String pathName) {
        assertThat(EventType.ofWebhook(pathName)).isEmpty();
    }
}
