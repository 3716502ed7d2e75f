package io.moodlepipeline.runtime.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.runtime.service.Health;
import io.moodlepipeline.runtime.service.HealthState;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TopicsWatchTest {
    private static final List<String> MISSING = List.of("topic a is missing", "topic b is missing");

    private final HealthState health = new HealthState("test");
    private final TopicsWatch watch = new TopicsWatch(health);

    @BeforeEach
    void ready() {
        health.set(Health.inGoodOrder());
    }

    @Test
    void oneLookIsNotBelievedSinceABrokerMayHaveJustStarted() {
        watch.note(MISSING);

        assertThat(health.get().ready()).isTrue();
    }

    @Test
    void topicsMissingTwiceMakeTheServiceUnreadyNamingThem() {
        watch.note(MISSING);
        watch.note(MISSING);

        assertThat(health.get()).isEqualTo(Health.waiting("topic a is missing; topic b is missing"));
    }

    @Test
    void topicsThatAreBackMakeTheServiceReadyAtOnce() {
        watch.note(MISSING);
        watch.note(MISSING);
        watch.note(List.of());

        assertThat(health.get()).isEqualTo(Health.inGoodOrder());
    }

    @Test
    void brokersThatDoNotAnswerTwiceMakeTheServiceUnready() throws InterruptedException {
        TopicsWatch.Look silent = () -> {
            throw new ExecutionException(new TimeoutException("no answer"));
        };
        watch.look(silent);
        assertThat(health.get().ready()).isTrue();

        watch.look(silent);

        assertThat(health.get()).isEqualTo(Health.waiting("Kafka does not answer in time"));
    }
}
