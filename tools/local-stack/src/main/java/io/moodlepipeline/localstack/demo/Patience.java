package io.moodlepipeline.localstack.demo;

import io.moodlepipeline.localstack.PipelineException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Asks again until nothing is missing any more, though not for ever. */
final class Patience {
    static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Patience() {}

    /** Says what is missing still. */
    @FunctionalInterface
    interface Question<E extends Exception> {
        Set<String> missing() throws E;
    }

    /** @param lateness what to say of what is missing in the end */
    static <E extends Exception> void await(Question<E> question, Function<Set<String>, String> lateness)
            throws E, InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        Set<String> missing = question.missing();
        while (!missing.isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new PipelineException(lateness.apply(missing));
            }
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
            missing = question.missing();
        }
    }
}
