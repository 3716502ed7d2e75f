package io.moodlepipeline.localstack.up;

import io.moodlepipeline.event.Retention;
import io.moodlepipeline.event.TopicDeclaration;
import io.moodlepipeline.event.Topics;
import io.moodlepipeline.runtime.topics.RetentionSettings;
import io.moodlepipeline.runtime.topics.TopicsApply;
import io.moodlepipeline.testkit.EmbeddedKafka;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** The broker with its topics: services wait for those, so they belong to its start. */
final class KafkaPart implements Part {
    private final EmbeddedKafka kafka;
    private final StackSettings settings;
    private int newTopics;

    KafkaPart(StackSettings settings) {
        this.settings = settings;
        kafka = new EmbeddedKafka(EmbeddedKafka.Options.in(settings.data().kafka())
                .withPort(settings.ports().kafka().number())
                .withControllerPort(settings.ports().controller().number()));
    }

    String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    @Override
    public String name() {
        return "Kafka";
    }

    @Override
    public String summary() {
        return bootstrapServers() + ", " + Topics.ALL.size() + " topics (" + newTopics + " new)";
    }

    @Override
    public void start() throws InterruptedException, ExecutionException {
        SegmentNames.repair(settings.data().kafka());
        Retention retention = RetentionSettings.from(settings.environment()).retention();
        kafka.start();
        try {
            newTopics = applyTopics(retention);
        } catch (InterruptedException | ExecutionException | RuntimeException e) {
            kafka.close();
            throw e;
        }
    }

    @Override
    public void stop() {
        kafka.close();
    }

    private int applyTopics(Retention retention) throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()))) {
            return new TopicsApply(admin, retention)
                    .apply(TopicDeclaration.DEFAULT_PARTITIONS)
                    .size();
        }
    }
}
