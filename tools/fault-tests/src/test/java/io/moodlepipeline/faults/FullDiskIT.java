package io.moodlepipeline.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The broker's disk is full: what cannot be kept is refused, and what was accepted is there when there is room again. */
@Tag("full")
final class FullDiskIT {
    private static final int DISK_MEGABYTES = 48;
    private static final int FILE_MEGABYTES = 11;
    private static final int ENLARGED_MEGABYTES = 512;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void diskThatFillsUpIsARefusalAndNoLoss() throws Exception {
        Optional<SmallDisk> mounted = SmallDisk.mount(DISK_MEGABYTES);
        if (mounted.isEmpty()) {
            System.out.println("SKIPPED the disk that fills up: this user may not mount a small one");
        }
        Assumptions.assumeTrue(mounted.isPresent(), "this user may not mount a small disk");
        try (SmallDisk disk = mounted.get();
                Stack stack = Stack.start("FullDiskIT", disk.directory().resolve("kafka"))) {
            fillUpAndRecover("full disk", stack, () -> disk.enlargeTo(ENLARGED_MEGABYTES));
        }
    }

    @Test
    void filesThatMayNotGrowAreARefusalAndNoLoss() throws Exception {
        try (FileLimit limit = FileLimit.of(FILE_MEGABYTES);
                Stack stack = Stack.start("FileLimitIT", limit.wrapper())) {
            fillUpAndRecover("files of at most " + FILE_MEGABYTES + " MB", stack, limit::lift);
        }
    }

    private static void fillUpAndRecover(String name, Stack stack, Runnable makeRoom) throws Exception {
        Trial trial = Trial.startFat(name, stack, 2200, Duration.ofSeconds(20));
        await("the broker gives up")
                .atMost(PATIENCE)
                .until(() -> !stack.broker().isAlive());
        assertThat(trial.isOver())
                .as("all accepted, though not all can be kept")
                .isFalse();
        makeRoom.run();
        stack.broker().start();
        trial.conclude();
    }
}
