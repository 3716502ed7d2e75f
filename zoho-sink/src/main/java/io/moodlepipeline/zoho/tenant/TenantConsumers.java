package io.moodlepipeline.zoho.tenant;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
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
import io.moodlepipeline.runtime.deadletter.FloodGuard;
import io.moodlepipeline.runtime.service.HealthState;
import io.moodlepipeline.runtime.settings.KafkaSettings;
import io.moodlepipeline.runtime.topics.TopicsGate;
import io.moodlepipeline.zoho.credit.CreditMetrics;
import io.moodlepipeline.zoho.delivery.ParallelCalls;
import io.moodlepipeline.zoho.http.HttpExchange;
import io.moodlepipeline.zoho.ledger.CallSlots;
import io.moodlepipeline.zoho.ledger.LedgerDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Starts the tenants' consumers: one group each, so that one school's trouble does not hold up another. */
public final class TenantConsumers implements AutoCloseable {
    /** What each of them reads. */
    public static final List<String> TOPICS = Stream.of(
                    EventType.USER_CREATED, EventType.USER_UPDATED, EventType.USER_ENROLLED, EventType.GRADE_ENRICHED)
            .map(EventType::topic)
            .toList();

    private static final String GROUP_PREFIX = "zoho-sink.";

    private static final Duration LONGEST_BATCH = Duration.ofMinutes(15);

    private final Database database;
    private final KafkaSettings kafka;
    private final Producer<byte[], byte[]> deadLetters;
    private final FloodGuard floodGuard;
    private final Linger linger;
    private final int parallelCalls;
    private final MeterRegistry metrics;
    private final CallSlots slots;
    private final Settings settings;
    private final UUID owner = UUID.randomUUID();

    /** The durations and shares that a tenant's delivery keeps to. */
    private record Settings(Duration requestTimeout, Duration longestWait, int creditFloorPercent) {}

    /**
     * @param parallelCalls of each tenant
     * @param longestWait how long a child may wait for its student
     * @param creditFloorPercent of an organisation's credits, left for people
     */
    public TenantConsumers(
            Database database,
            KafkaSettings kafka,
            Producer<byte[], byte[]> deadLetters,
            FloodGuard floodGuard,
            Linger linger,
            int parallelCalls,
            Duration requestTimeout,
            Duration longestWait,
            int creditFloorPercent,
            MeterRegistry metrics) {
        this.database = database;
        this.kafka = kafka;
        this.deadLetters = deadLetters;
        this.floodGuard = floodGuard;
        this.linger = linger;
        this.parallelCalls = parallelCalls;
        this.metrics = metrics;
        this.slots = new CallSlots(database);
        this.settings = new Settings(requestTimeout, longestWait, creditFloorPercent);
    }

    /** The group of a tenant's consumer, which is also its name in dead letters. */
    public static String group(String tenant) {
        return GROUP_PREFIX + tenant;
    }

    /** Starts a tenant's consumer; its health says when it has joined its group. */
    public AutoCloseable start(ZohoTenant tenant, HealthState health) {
        String group = group(tenant.name());
        ParallelCalls calls = new ParallelCalls(group, parallelCalls);
        PreparedSink sink = new PreparedSink();
        ConsumerMetrics consumerMetrics = new ConsumerMetrics(metrics, Tags.of("tenant", tenant.name()));
        Preparation preparation = new Preparation(tenant, shared(calls), new CreditMetrics(metrics, tenant.name()));
        Map<String, Object> properties = ClientProperties.consumer(kafka, group);
        // A batch is many calls, of which each may take long.
        properties.putIfAbsent(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, (int) LONGEST_BATCH.toMillis());
        BatchDelivery delivery = new BatchDelivery(
                sink, floodGuard, new DeadLetterQueue(group, deadLetters, Clock.systemUTC()), consumerMetrics);
        Supplier<ConsumerLoop> loops = () -> new ConsumerLoop(
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                TOPICS,
                delivery,
                linger,
                new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30), RandomGenerator.getDefault()),
                System::nanoTime,
                health,
                consumerMetrics);
        ConsumerThread thread = ConsumerThread.start(
                group,
                () -> {
                    TopicsGate.await(kafka.admin(), health);
                    database.awaitSchema(LedgerDatabase.SCHEMA, health);
                    sink.is(preparation.await(health));
                },
                loops,
                health);
        return () -> {
            thread.close();
            calls.close();
        };
    }

    private Shared shared(ParallelCalls calls) {
        return new Shared(
                new ZohoAccess.Means(
                        HttpExchange.client(),
                        new LedgerDatabase(database),
                        slots,
                        settings.requestTimeout(),
                        settings.creditFloorPercent(),
                        Clock.systemUTC(),
                        RandomGenerator.getDefault()),
                calls,
                owner,
                settings.longestWait());
    }

    @Override
    public void close() {
        slots.close();
    }
}
