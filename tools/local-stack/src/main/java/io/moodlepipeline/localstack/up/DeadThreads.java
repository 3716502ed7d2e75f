package io.moodlepipeline.localstack.up;

import io.moodlepipeline.runtime.service.Trace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says when a thread of any part died of something nobody caught: the part may look alive and do nothing from then on. */
final class DeadThreads implements Thread.UncaughtExceptionHandler {
    private static final Logger log = LoggerFactory.getLogger(DeadThreads.class);

    private final Progress progress;

    DeadThreads(Progress progress) {
        this.progress = progress;
    }

    @Override
    public void uncaughtException(Thread thread, Throwable failure) {
        log.atError()
                .addKeyValue("thread", thread.getName())
                .setCause(Trace.of(failure))
                .log("A thread died");
        progress.say("A DEFECT ENDED THREAD " + thread.getName() + " ("
                + failure.getClass().getSimpleName() + "): its part may hang. The log has the rest.");
    }
}
