package io.moodlepipeline.testkit.junit;

import io.moodlepipeline.testkit.BrokerSettings;
import io.moodlepipeline.testkit.KafkaBackend;
import java.io.Closeable;
import java.util.Locale;
import org.apache.kafka.common.utils.AppInfoParser;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** The broker in a container, with the settings of the embedded one. */
final class ContainerKafka implements KafkaBackend, Closeable {
    static final DockerImageName IMAGE = DockerImageName.parse(
                    System.getProperty("kafka.image", "apache/kafka:" + AppInfoParser.getVersion()))
            .asCompatibleSubstituteFor("apache/kafka");

    private final KafkaContainer container;

    private ContainerKafka(KafkaContainer container) {
        this.container = container;
    }

    @SuppressWarnings("resource") // closed by close()
    static ContainerKafka started() {
        KafkaContainer container = new KafkaContainer(IMAGE).withImagePullPolicy(image -> false);
        BrokerSettings.oneNode().forEach((name, value) -> container.withEnv(variable(name), value));
        container.start();
        return new ContainerKafka(container);
    }

    @Override
    public String bootstrapServers() {
        return container.getBootstrapServers();
    }

    @Override
    public void close() {
        container.stop();
    }

    private static String variable(String setting) {
        return "KAFKA_" + setting.replace('.', '_').toUpperCase(Locale.ROOT);
    }
}
