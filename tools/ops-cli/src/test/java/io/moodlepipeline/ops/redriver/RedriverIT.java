package io.moodlepipeline.ops.redriver;

import static org.awaitility.Awaitility.await;

import io.moodlepipeline.event.Topics;
import io.moodlepipeline.runtime.service.Health;
import io.moodlepipeline.runtime.service.RunningService;
import io.moodlepipeline.runtime.topics.TopicsApply;
import io.moodlepipeline.testkit.CleanBroker;
import io.moodlepipeline.testkit.KafkaBackend;
import io.moodlepipeline.testkit.junit.OnBackends;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

/** The redriver as a service, with a real broker. */
@OnBackends
class RedriverIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void aTopicThatIsDeletedIsNamedAndOnceItIsThereItGoesOn(KafkaBackend kafka) throws Exception {
        try (Admin admin = CleanBroker.admin(kafka.bootstrapServers())) {
            new TopicsApply(admin).apply(3);
            try (RunningService redriver = RedriverApplication.start(Map.of(
                    "KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
                    "REDRIVER_INTERVAL", "1",
                    "MANAGEMENT_PORT", "0"))) {
                await().atMost(PATIENCE).until(() -> redriver.health().ready());

                admin.deleteTopics(List.of(Topics.DEAD_LETTER)).all().get();
                await().atMost(PATIENCE)
                        .until(() -> redriver.health()
                                .equals(Health.waiting("topic " + Topics.DEAD_LETTER + " is missing: create it")));

                new TopicsApply(admin).apply(3);
                await().atMost(PATIENCE).until(() -> redriver.health().equals(Health.inGoodOrder()));
            }
        }
    }
}
