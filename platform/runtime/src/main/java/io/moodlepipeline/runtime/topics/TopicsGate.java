package io.moodlepipeline.runtime.topics;

import io.moodlepipeline.runtime.service.Health;
import io.moodlepipeline.runtime.service.HealthState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;

/** Holds a service back, unready and naming the reason, until the brokers answer and every topic is as declared. */
public final class TopicsGate {
    private static final Duration PAUSE = Duration.ofMillis(500);

    private TopicsGate() {}

    public static void await(Map<String, Object> adminProperties, HealthState health) throws InterruptedException {
        Admin admin = Admin.create(adminProperties);
        try {
            TopicsCheck check = new TopicsCheck(admin);
            String reason = reason(check);
            while (!reason.isEmpty()) {
                health.set(Health.waiting(reason));
                TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
                reason = reason(check);
            }
        } finally {
            // Without a limit it would wait for calls that no broker answers.
            admin.close(Duration.ZERO);
        }
    }

    private static String reason(TopicsCheck check) throws InterruptedException {
        try {
            List<String> problems = check.report().problems();
            return String.join("; ", problems);
        } catch (ExecutionException e) {
            return "Kafka does not answer (" + e.getCause().getClass().getSimpleName() + ")";
        }
    }
}
