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
        try (Admin admin = Admin.create(adminProperties)) {
            TopicsCheck check = new TopicsCheck(admin);
            while (true) {
                String reason = reason(check);
                if (reason.isEmpty()) {
                    return;
                }
                health.set(Health.waiting(reason));
                TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
            }
        }
    }

    private static String reason(TopicsCheck check) throws InterruptedException {
        try {
            List<String> problems = check.problems();
            return String.join("; ", problems);
        } catch (ExecutionException e) {
            return "Kafka does not answer (" + e.getCause().getClass().getSimpleName() + ")";
        }
    }
}
