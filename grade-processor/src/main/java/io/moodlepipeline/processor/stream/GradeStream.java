package io.moodlepipeline.processor.stream;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.moodlepipeline.runtime.brokers.KafkaFailures;
import io.moodlepipeline.runtime.service.Health;
import io.moodlepipeline.runtime.service.HealthState;
import io.moodlepipeline.runtime.service.Probation;
import io.moodlepipeline.runtime.settings.KafkaSettings;
import io.moodlepipeline.runtime.topics.TopicsGate;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the topology: waits for the topics, starts, keeps going through what passes, stops on what only a person can mend. The
 * health follows.
 */
public final class GradeStream implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(GradeStream.class);

    /** Below the ten seconds that container engines wait between SIGTERM and SIGKILL. */
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(8);

    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    private final Function<KeptLetters, Topology> topology;
    private final KafkaSettings kafka;
    private final HealthState health;
    private final GradeMetrics gradeMetrics;
    private final MeterRegistry metrics;
    private final GuardMemory memory;
    private final Thread supervisor = new Thread(this::supervise, "grade-stream-supervisor");
    private final Probation probation;

    private volatile boolean closing;

    private KafkaStreams streams;
    private KafkaStreamsMetrics streamsMetrics;

    /**
     * @param topology for what is in the dead-letter topic when it starts
     * @param memory the topology's
     */
    public GradeStream(
            Function<KeptLetters, Topology> topology,
            KafkaSettings kafka,
            HealthState health,
            GradeMetrics gradeMetrics,
            MeterRegistry metrics,
            GuardMemory memory) {
        this.topology = topology;
        this.kafka = kafka;
        this.health = health;
        this.probation = new Probation(health);
        this.gradeMetrics = gradeMetrics;
        this.metrics = metrics;
        this.memory = memory;
    }

    public void start() {
        supervisor.start();
    }

    private void supervise() {
        try {
            TopicsGate.await(kafka.admin(), health);
            startStreams(KeptLettersReader.await(kafka, health));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // Kafka's messages here are about properties, and it hides the passwords among them.
            log.atError().setCause(e).log("Kafka Streams cannot be started");
            health.set(Health.failed("Kafka Streams cannot be started: see the log for the property at fault"));
        }
    }

    private synchronized void startStreams(KeptLetters kept) {
        if (closing) {
            return;
        }
        streams = new KafkaStreams(topology.apply(kept), StreamProperties.from(kafka), new ResumingClients(memory));
        memory.onChange(this::heldChanged);
        streams.setStateListener((state, before) -> {
            if (state == KafkaStreams.State.RUNNING) {
                probation.works();
            }
            stateChanged(state);
        });
        streams.setUncaughtExceptionHandler(this::afterFailure);
        streamsMetrics = new KafkaStreamsMetrics(streams);
        streamsMetrics.bindTo(metrics);
        streams.start();
    }

    private void stateChanged(KafkaStreams.State state) {
        if (closing) {
            return;
        }
        switch (state) {
            case CREATED, REBALANCING -> setUnlessHalted(Health.waiting("joining the consumer group"));
            case RUNNING -> setUnlessHalted(Health.inGoodOrder());
            case PENDING_SHUTDOWN, NOT_RUNNING, PENDING_ERROR, ERROR ->
                health.set(Health.failed("Kafka Streams stopped: see the log for the reason"));
        }
    }

    private void setUnlessHalted(Health next) {
        health.set(memory.health().orElse(next));
        // Somebody may be held back meanwhile.
        memory.health().ifPresent(health::set);
    }

    private void heldChanged() {
        gradeMetrics.halted(memory.held());
        stateChanged(streams.state());
    }

    /**
     * Nothing of what the dead thread had in hand was committed, so the next one does it again. It never gives up on an outage: a
     * restart of the process would meet the same.
     */
    private StreamThreadExceptionResponse afterFailure(Throwable failure) {
        Optional<OffsetOutOfRangeException> lost = cause(failure, OffsetOutOfRangeException.class);
        if (lost.isPresent()) {
            health.set(Health.failed("records were lost to retention or with the topic: the committed offsets of "
                    + lost.get().partitions()
                    + " are not there any more; reset the group's offsets once you know what is missing"));
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        Optional<String> words = KafkaFailures.words(failure);
        if (failure instanceof Error && words.isEmpty()) {
            health.set(Health.failed(
                    "the program itself is broken: " + failure.getClass().getName()));
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        String reason = words.orElse(root(failure).getClass().getName());
        log.atWarn().addKeyValue("failure", reason).log("Stream thread failed; starting another");
        probation.failed("a stream thread died: " + reason);
        pause();
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    private static Throwable root(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                // Causes may form a circle.
                .limit(50)
                .reduce((outer, inner) -> inner)
                .orElse(failure);
    }

    private static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> type) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }

    private static void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(PAUSE_AFTER_FAILURE.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Finishes and commits what is in hand. */
    @Override
    public void close() {
        closing = true;
        supervisor.interrupt();
        closeStreams();
    }

    private synchronized void closeStreams() {
        if (streams == null) {
            return;
        }
        streamsMetrics.close();
        // Else the group waits for this member until its session times out, and so does whoever takes over.
        boolean closed = streams.close(CloseOptions.timeout(CLOSE_LIMIT)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        if (!closed) {
            log.atWarn().log("Stopped in the middle of something; it will be done again after the next start");
        }
    }
}
