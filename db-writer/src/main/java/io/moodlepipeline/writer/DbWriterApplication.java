package io.moodlepipeline.writer;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.moodlepipeline.event.EventType;
import io.moodlepipeline.postgresql.Database;
import io.moodlepipeline.runtime.consumer.Backoff;
import io.moodlepipeline.runtime.consumer.BatchDelivery;
import io.moodlepipeline.runtime.consumer.ClientProperties;
import io.moodlepipeline.runtime.consumer.ConsumerLoop;
import io.moodlepipeline.runtime.consumer.ConsumerMetrics;
import io.moodlepipeline.runtime.consumer.ConsumerThread;
import io.moodlepipeline.runtime.consumer.DeadLetterQueue;
import io.moodlepipeline.runtime.consumer.Linger;
import io.moodlepipeline.runtime.management.ManagementServer;
import io.moodlepipeline.runtime.service.RunningService;
import io.moodlepipeline.runtime.service.ServiceApplication;
import io.moodlepipeline.runtime.topics.TopicsGate;
import io.moodlepipeline.runtime.topics.TopicsWatch;
import io.moodlepipeline.writer.postgres.OutrankedMetrics;
import io.moodlepipeline.writer.postgres.PostgresSink;
import io.moodlepipeline.writer.retention.Housekeeping;
import io.moodlepipeline.writer.tables.Tables;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The db-writer as a process, or as a part of another. */
public final class DbWriterApplication {
    private static final String NAME = "db-writer";

    // One thread writes; the second connection is for the migration's lock, and later for housekeeping.
    private static final int CONNECTIONS = 2;

    private static final List<String> TOPICS = Tables.ALL.stream()
            .flatMap(table -> table.types().stream())
            .map(EventType::topic)
            .toList();

    private DbWriterApplication() {}

    public static void main(String[] args) {
        ServiceApplication.main(DbWriterApplication::start);
    }

    /** Starts the writer; it is ready, as its health says, once it has joined its group. */
    public static RunningService start(Map<String, String> environment) {
        return start(
                environment, new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10), RandomGenerator.getDefault()));
    }

    /** @param backoff how long to wait for what is in the way */
    static RunningService start(Map<String, String> environment, Backoff backoff) {
        DbWriterSettings settings = DbWriterSettings.from(environment);
        return RunningService.start(NAME, (closer, health) -> {
            PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            closer.register(metrics::close);
            closer.register(ManagementServer.start(settings.management(), health, metrics));
            closer.register(TopicsWatch.start(settings.kafka().admin(), health));
            Database database = closer.register(Database.open(settings.database(), NAME, CONNECTIONS));
            settings.deletedRowsRetention()
                    .ifPresent(keep -> closer.register(
                            Housekeeping.start(database, settings.kafka().admin(), keep)));
            Producer<byte[], byte[]> deadLetters = closer.register(new KafkaProducer<>(
                    ClientProperties.producer(settings.kafka(), NAME),
                    new ByteArraySerializer(),
                    new ByteArraySerializer()));
            ConsumerMetrics consumerMetrics = new ConsumerMetrics(metrics);
            BatchDelivery delivery = new BatchDelivery(
                    new PostgresSink(database, new OutrankedMetrics(metrics)),
                    settings.floodGuard(),
                    new DeadLetterQueue(NAME, deadLetters, Clock.systemUTC()),
                    consumerMetrics);
            Supplier<ConsumerLoop> loops = () -> new ConsumerLoop(
                    new KafkaConsumer<>(
                            ClientProperties.consumer(settings.kafka(), NAME),
                            new ByteArrayDeserializer(),
                            new ByteArrayDeserializer()),
                    TOPICS,
                    delivery,
                    Linger.NONE,
                    backoff,
                    System::nanoTime,
                    health,
                    consumerMetrics);
            closer.register(ConsumerThread.start(
                    NAME,
                    () -> {
                        TopicsGate.await(settings.kafka().admin(), health);
                        database.awaitSchema(Tables.SCHEMA, health);
                    },
                    loops,
                    health));
        });
    }
}
