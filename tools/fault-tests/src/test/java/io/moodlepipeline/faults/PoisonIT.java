package io.moodlepipeline.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.moodlepipeline.event.EventType;
import io.moodlepipeline.testkit.TopicRecords;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Some, many or all records cannot be used. */
@Tag("full")
@ExtendWith(OwnStack.class)
final class PoisonIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Map<String, String> GUARD_OFF = Map.of("DEAD_LETTER_GUARD", "off");
    private static final int FLOOD = 1200;
    private static final int A_FLOOD_IN_A_ROW = 50;

    @Test
    void onePercentOfPoisonIsSetAside(Stack stack) throws Exception {
        poison(stack, "1 % poison", 0.01);
    }

    @Test
    void tenPercentOfPoisonIsSetAside(Stack stack) throws Exception {
        poison(stack, "10 % poison", 0.1);
    }

    private static void poison(Stack stack, String name, double share) throws Exception {
        int before = letters(stack);
        Trial trial = Trial.startPoisoned(name, stack, 1000, share, Duration.ofSeconds(10));
        try (BrokenRecords broken = new BrokenRecords(stack.brokers())) {
            for (double sent = 0; sent < 1; sent += 0.001 / share) {
                trial.awaitAbout(sent);
                broken.put();
            }
            Accounting accounting = trial.conclude();
            int dead = accounting.accounts().stream().mapToInt(Account::dead).sum();
            assertThat(dead).isPositive();
            assertThat(accounting.letters().count() - before).isEqualTo(dead + broken.count());
        }
    }

    @Test
    void floodStopsTheWriterAlsoAfterARestartAndLosesNothing(Stack stack) throws Exception {
        int before = letters(stack);
        try (BrokenRecords broken = new BrokenRecords(stack.brokers())) {
            for (int i = 0; i < FLOOD; i++) {
                broken.putWithoutJson(EventType.USER_UPDATED);
            }
        }
        awaitHalted(stack.writer());
        // What came before it could be called a flood.
        int trickle = letters(stack) - before;
        assertThat(trickle).isLessThan(A_FLOOD_IN_A_ROW);
        restart(stack.writer(), Map.of());
        awaitHalted(stack.writer());
        assertThat(letters(stack) - before).isEqualTo(trickle);

        Trial trial = Trial.start("flood of poison before db-writer", stack, 200, Duration.ofSeconds(2));
        restart(stack.writer(), GUARD_OFF);
        Accounting accounting = trial.conclude();
        assertThat(accounting.letters().count() - before).isEqualTo(FLOOD);
        restart(stack.writer(), Map.of());
    }

    @Test
    void floodStopsTheProcessorAlsoAfterARestartAndLosesNothing(Stack stack) throws Exception {
        int before = letters(stack);
        Map<String, Long> earlier = lettersByPartitionOfTheGrade(stack);
        Trial trial =
                Trial.startPoisoned("flood of poison before grade-processor", stack, FLOOD, 1, Duration.ofSeconds(4));
        trial.awaitAbout(1);
        awaitHalted(stack.processor());
        assertEachPartitionIsBelowAFlood(stack, earlier);
        for (int i = 0; i < 3; i++) {
            restart(stack.processor(), Map.of());
            awaitHalted(stack.processor());
            assertEachPartitionIsBelowAFlood(stack, earlier);
        }

        restart(stack.processor(), GUARD_OFF);
        Accounting accounting = trial.conclude();
        assertThat(accounting.letters().count() - before).isEqualTo(FLOOD);
        restart(stack.processor(), Map.of());
    }

    /** It counts each partition by itself; one is the first to halt them all. */
    private static void assertEachPartitionIsBelowAFlood(Stack stack, Map<String, Long> earlier) {
        assertThat(lettersByPartitionOfTheGrade(stack))
                .isNotEqualTo(earlier)
                .allSatisfy((partition, letters) -> assertThat(letters - earlier.getOrDefault(partition, 0L))
                        .as("letters of partition %s", partition)
                        .isLessThan(A_FLOOD_IN_A_ROW));
    }

    /** All of them, so that one that was sent twice counts twice. */
    private static Map<String, Long> lettersByPartitionOfTheGrade(Stack stack) {
        return TopicRecords.readAll(stack.brokers(), "moodle.dead-letter").stream()
                .filter(letter -> Stack.PROCESSOR.equals(TopicRecords.header(letter, "dlt.consumer")))
                .collect(Collectors.groupingBy(
                        letter -> TopicRecords.header(letter, "__connect.errors.partition"), Collectors.counting()));
    }

    private static int letters(Stack stack) {
        return Letters.read(stack.brokers()).count();
    }

    private static void awaitHalted(ServiceProcess service) {
        await("halted")
                .atMost(PATIENCE)
                .until(
                        service::readiness,
                        said -> said.status() == 503 && said.text().startsWith("HALTED: "));
    }

    private static void restart(ServiceProcess service, Map<String, String> settings) {
        service.terminate();
        service.start(settings);
    }
}
