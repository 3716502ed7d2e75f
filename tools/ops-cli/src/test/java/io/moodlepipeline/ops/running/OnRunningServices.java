package io.moodlepipeline.ops.running;

import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** For tests of a verb against a pipeline that runs: one for the class, and for each test a school of its own. */
public abstract class OnRunningServices {
    protected static RunningServices services;

    @TempDir
    static Path folder;

    protected School school;

    @BeforeAll
    static void start() throws InterruptedException, ExecutionException {
        services = new RunningServices(folder);
    }

    @AfterAll
    static void stop() {
        services.close();
    }

    @BeforeEach
    void enrol(TestInfo test) {
        // The same in every run, so that its events stand in the same partitions.
        school = new School(
                services.brokers(),
                "t" + Integer.toHexString(test.getDisplayName().hashCode()));
    }

    @AfterEach
    void close() {
        school.close();
    }
}
