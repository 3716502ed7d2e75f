package io.moodlepipeline.zohosimulator.fault;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets calls take their time, all until they are released. */
final class Pauses {
    private final CountDownLatch released = new CountDownLatch(1);

    /** Ends early when released, or with the interrupt flag set when the server stops. */
    void pause(long millis) {
        try {
            released.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void release() {
        released.countDown();
    }
}
