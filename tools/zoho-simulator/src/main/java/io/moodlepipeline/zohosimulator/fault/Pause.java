package io.moodlepipeline.zohosimulator.fault;

import java.util.concurrent.TimeUnit;

/** Lets a call take its time. */
public final class Pause {
    private Pause() {}

    /** Ends early, with the interrupt flag set, when the server stops. */
    public static void of(long millis) {
        if (millis <= 0) {
            return;
        }
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
