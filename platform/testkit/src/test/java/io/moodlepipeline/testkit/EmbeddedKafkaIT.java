package io.moodlepipeline.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedKafkaIT {
    private static final String TOPIC = "kept";
    private static final int TWO_MEBIBYTES = 2 * 1024 * 1024;

    @TempDir
    private Path directory;

    @Test
    void recordsSurviveRestartsAlsoOnOtherPorts() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.started(EmbeddedKafka.Options.in(directory))) {
            createTopic(kafka);
            produce(kafka, "first".getBytes(StandardCharsets.UTF_8));
            kafka.stop();
            kafka.start();
            produce(kafka, new byte[TWO_MEBIBYTES]);
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.started(EmbeddedKafka.Options.in(directory))) {
            assertThat(consume(kafka, 2)).containsExactly(5, TWO_MEBIBYTES);
        }
    }

    @Test
    void recordsSurviveAKill() throws Exception {
        ChildJvm.killedOnceReady(KafkaLeftRunning.class, directory);

        try (EmbeddedKafka kafka = EmbeddedKafka.started(EmbeddedKafka.Options.in(directory))) {
            assertThat(consume(kafka, 1)).containsExactly(5);
        }
    }

    @Test
    void takenPortIsNamedBeforeAnythingStarts() {
        try (EmbeddedKafka kafka = EmbeddedKafka.started(EmbeddedKafka.Options.in(directory.resolve("one")))) {
            int taken = Integer.parseInt(kafka.bootstrapServers().replaceFirst(".*:", ""));
            EmbeddedKafka second = new EmbeddedKafka(
                    EmbeddedKafka.Options.in(directory.resolve("two")).withPort(taken));

            assertThatIllegalStateException()
                    .isThrownBy(second::start)
                    .withMessage("Port %d for the Kafka broker is taken", taken);
        }
    }

    private static void createTopic(EmbeddedKafka kafka) throws Exception {
        try (Admin admin = Admin.create(clientSettings(kafka))) {
            NewTopic topic = new NewTopic(TOPIC, 1, (short) 1).configs(Map.of("max.message.bytes", "3000000"));
            admin.createTopics(List.of(topic)).all().get();
        }
    }

    private static void produce(EmbeddedKafka kafka, byte[] value) throws Exception {
        Map<String, Object> settings = new HashMap<>(clientSettings(kafka));
        settings.put("max.request.size", "3000000");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, value)).get();
        }
    }

    private static List<Integer> consume(EmbeddedKafka kafka, int count) {
        Map<String, Object> settings = new HashMap<>(clientSettings(kafka));
        settings.put("group.id", "reader");
        settings.put("group.protocol", "consumer");
        settings.put("auto.offset.reset", "earliest");
        List<Integer> sizes = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(TOPIC));
            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (sizes.size() < count && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(200)).forEach(polled -> sizes.add(polled.value().length));
            }
        }
        return sizes;
    }

    private static Map<String, Object> clientSettings(EmbeddedKafka kafka) {
        return Map.of("bootstrap.servers", kafka.bootstrapServers());
    }
}
