package io.moodlepipeline.faults;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The commonest faults, few enough for every build. */
@ExtendWith(OwnStack.class)
final class QuickFaultsIT {
    @Test
    void killOfEachServiceOnceLosesNothing(Stack stack) throws Exception {
        Trial trial = Trial.start("kill -9 of each service", stack, 600, Duration.ofSeconds(6));
        trial.awaitAbout(0.1);
        for (ServiceProcess service : List.of(stack.processor(), stack.writer(), stack.gateway())) {
            service.kill();
            service.start();
            trial.awaitAbout(0.3);
        }
        trial.conclude();
    }

    @Test
    void killOfTheDatabaseLosesNothing(Stack stack) throws Exception {
        Trial trial = Trial.start("kill -9 of PostgreSQL", stack, 300, Duration.ofSeconds(3));
        trial.awaitAbout(0.3);
        stack.postgres().kill();
        trial.awaitAbout(0.7);
        stack.postgres().start();
        trial.conclude();
    }

    @Test
    void aSecondWriterTakesItsShareUnderLoadAndGivesItBack(Stack stack) throws Exception {
        Trial trial = Trial.start("db-writer 1 -> 2 -> 1", stack, 400, Duration.ofSeconds(9));
        trial.awaitAbout(0.1);
        ServiceProcess second = stack.addWriter();
        stack.awaitWriters(2);
        second.terminate();
        stack.awaitWriters(1);
        trial.conclude();
    }
}
