package io.moodlepipeline.runtime.topics;

import io.moodlepipeline.event.Retention;
import io.moodlepipeline.runtime.brokers.KafkaFailures;
import io.moodlepipeline.runtime.service.Health;
import io.moodlepipeline.runtime.service.HealthState;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds a service back, unready and naming the reason, until the brokers answer and every topic is as the service needs it. How long
 * topics keep their records is the installation's choice; a short time is said once, with what it costs.
 */
public final class TopicsGate {
    private static final Logger log = LoggerFactory.getLogger(TopicsGate.class);

    private static final Duration PAUSE = Duration.ofMillis(500);

    private TopicsGate() {}

    public static void await(Map<String, Object> adminProperties, HealthState health) throws InterruptedException {
        Admin admin = Admin.create(adminProperties);
        try {
            TopicsCheck check = new TopicsCheck(admin, Retention.LEAST);
            for (Optional<String> reason = reason(check); reason.isPresent(); reason = reason(check)) {
                health.set(Health.waiting(reason.get()));
                TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
            }
        } finally {
            // Without a limit it would wait for calls that no broker answers.
            admin.close(Duration.ZERO);
        }
    }

    private static Optional<String> reason(TopicsCheck check) throws InterruptedException {
        try {
            TopicsReport report = check.report();
            if (!report.problems().isEmpty()) {
                return Optional.of(String.join("; ", report.problems()));
            }
            report.shortRetention().forEach(cost -> log.atWarn().log(cost));
            return Optional.empty();
        } catch (ExecutionException e) {
            return KafkaFailures.words(e)
                    .or(() -> Optional.of(
                            "Kafka does not answer (" + e.getCause().getClass().getSimpleName() + ")"));
        }
    }
}
