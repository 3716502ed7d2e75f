package io.moodlepipeline.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.moodlepipeline.runtime.service.RunningService;
import io.moodlepipeline.testkit.KafkaBackend;
import io.moodlepipeline.testkit.SampleEvents;
import io.moodlepipeline.testkit.junit.OnBackends;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@OnBackends
final class GradeProcessorIT {
    private final KafkaBackend kafka;
    private final Brokers brokers;

    GradeProcessorIT(KafkaBackend kafka) {
        this.kafka = kafka;
        this.brokers = new Brokers(kafka);
    }

    @BeforeEach
    void applyTopics() throws Exception {
        brokers.applyTopics();
    }

    @AfterEach
    void close() {
        brokers.close();
    }

    @Test
    void gradesComeOutBandedAndBadOnesAreKept() throws Exception {
        UUID before = brokers.publish(SampleEvents.gradeUpdated());
        try (RunningService service = started()) {
            UUID bad = brokers.publish(SampleEvents.gradeUpdated(grade -> grade.put("finalgrade", "sixty")));
            UUID good = brokers.publish(SampleEvents.gradeUpdated(grade -> grade.put("grademax", 70)));

            assertThat(text(brokers.awaitEnriched(before))).contains("\"btec_grade\":\"Merit\"");
            assertThat(text(brokers.awaitEnriched(good))).contains("\"btec_grade\":\"Distinction\"");
            assertThat(text(brokers.awaitDeadLetter(bad))).contains("\"finalgrade\":\"sixty\"");
            assertThat(service.health().ready()).isTrue();
        }
    }

    @Test
    void restartContinuesAtOnceWhereItStopped() throws Exception {
        UUID first;
        long offset;
        try (RunningService service = started()) {
            first = brokers.publish(SampleEvents.gradeUpdated());
            offset = brokers.awaitEnriched(first).offset();
            assertThat(service.health().ready()).isTrue();
        }
        UUID second = brokers.publish(SampleEvents.gradeUpdated());

        // Less than a session's timeout, which a member that did not leave its group would cost.
        try (RunningService service = started()) {
            assertThat(brokers.awaitEnriched(second).offset()).isEqualTo(offset + 1);
            assertThat(service.health().ready()).isTrue();
        }
    }

    private RunningService started() {
        RunningService service = GradeProcessorApplication.start(Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
                "KAFKA_FETCH_MAX_WAIT_MS", "20", // a stop waits for the fetch under way
                "MANAGEMENT_PORT", "0"));
        await().atMost(Duration.ofSeconds(8)).until(() -> service.health().ready());
        return service;
    }

    private static String text(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.value(), StandardCharsets.UTF_8);
    }
}
