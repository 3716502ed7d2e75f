package io.moodlepipeline.localstack.up;

import io.moodlepipeline.runtime.service.Health;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Says on the console when a service that was ready no longer is, and when it is again. */
final class HealthWatch {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Stack stack;
    private final Progress progress;
    private final Map<String, Health> last = new HashMap<>();

    HealthWatch(Stack stack, Progress progress) {
        this.stack = stack;
        this.progress = progress;
    }

    void untilClosed() throws InterruptedException {
        while (!stack.isClosing()) {
            for (ServicePart service : stack.services()) {
                service.health().ifPresent(health -> compare(service.name(), health));
            }
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        }
    }

    private void compare(String service, Health health) {
        Health before = last.getOrDefault(service, Health.inGoodOrder());
        last.put(service, health);
        if (!health.equals(before) && !stack.isClosing()) {
            progress.say(service + (health.live() ? ": " : " STOPPED: ") + health.detail());
        }
    }
}
