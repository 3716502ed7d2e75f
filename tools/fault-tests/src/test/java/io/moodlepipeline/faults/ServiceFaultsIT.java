package io.moodlepipeline.faults;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Services are killed, stopped, started and multiplied while events stream in. */
@Tag("full")
@ExtendWith(OwnStack.class)
final class ServiceFaultsIT {

    @Test
    void killsAtRandomMomentsLoseNothing(Stack stack) throws Exception {
        Trial trial = Trial.start("kill -9 of services at random", stack, 2000, Duration.ofSeconds(40));
        List<ServiceProcess> services = List.of(stack.gateway(), stack.processor(), stack.writer());
        for (double share = 0; share < 0.8; share += 0.1) {
            trial.awaitAbout(share);
            ServiceProcess victim = services.get(trial.random().nextInt(services.size()));
            victim.kill();
            victim.start();
        }
        trial.conclude();
    }

    @Test
    void killInTheMiddleOfAStartLosesNothing(Stack stack) throws Exception {
        Trial trial = Trial.start("kill -9 of a service that is starting", stack, 600, Duration.ofSeconds(15));
        for (ServiceProcess service : List.of(stack.writer(), stack.processor())) {
            service.kill();
            for (double share = 0.1; share < 0.4; share += 0.1) {
                service.start();
                trial.awaitAbout(share);
                service.kill();
            }
            service.start();
        }
        trial.conclude();
    }

    @Test
    void rollingRestartLosesNothing(Stack stack) throws Exception {
        Trial trial = Trial.start("rolling restart", stack, 800, Duration.ofSeconds(20));
        for (ServiceProcess service : List.of(stack.gateway(), stack.processor(), stack.writer())) {
            service.terminate();
            service.start();
            service.awaitReady();
        }
        trial.conclude();
    }

    @Test
    void writersComeAndGoUnderLoad(Stack stack) throws Exception {
        Trial trial = Trial.start("db-writer 1 -> 4 -> 2", stack, 2400, Duration.ofSeconds(45));
        ServiceProcess second = stack.addWriter();
        ServiceProcess third = stack.addWriter();
        ServiceProcess fourth = stack.addWriter();
        stack.awaitWriters(4);
        trial.awaitAbout(0.5);
        second.terminate();
        third.kill();
        stack.awaitWriters(2);
        trial.conclude();
        fourth.terminate();
    }
}
