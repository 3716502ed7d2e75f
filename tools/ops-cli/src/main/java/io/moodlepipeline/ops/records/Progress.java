package io.moodlepipeline.ops.records;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Tells a waiting person now and then how far a long reading is. */
public final class Progress {
    private static final long EVERY = Duration.ofSeconds(3).toNanos();
    /** Asking the clock for each record would cost more than reading it. */
    private static final int LOOK_AT_CLOCK_EVERY = 1024;

    private final PrintWriter out;
    private final LongSupplier nanoTime;
    private final String what;
    private final long total;
    private long done;
    private long lastTold;

    /** @param what is counted, such as {@code records read} */
    public Progress(PrintWriter out, LongSupplier nanoTime, String what, long total) {
        this.out = out;
        this.nanoTime = nanoTime;
        this.what = what;
        this.total = total;
        this.lastTold = nanoTime.getAsLong();
    }

    public void step() {
        done++;
        if (done % LOOK_AT_CLOCK_EVERY == 0 && nanoTime.getAsLong() - lastTold >= EVERY) {
            lastTold = nanoTime.getAsLong();
            out.println(String.format(Locale.ROOT, "%,d of %,d %s", done, total, what));
            out.flush();
        }
    }
}
