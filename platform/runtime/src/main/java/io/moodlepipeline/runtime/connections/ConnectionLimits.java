package io.moodlepipeline.runtime.connections;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * How many connections a server holds, and how long each may take.
 *
 * @param most beyond it the least useful one gives way
 * @param head from a connection's opening, or from a later request's first byte, until the request's headers are there
 * @param answer from a request's headers until its answer is with the client: reading the body, the work, and a client that reads slowly
 * @param idle from one request to the next
 */
public record ConnectionLimits(int most, Duration head, Duration answer, Duration idle) {
    private static final Duration HEAD = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(15);

    /** Longer than the usual proxies keep a connection to use it again (60 s), so that it is they who close it. */
    private static final Duration IDLE = Duration.ofSeconds(75);

    /** Never none, however few files there may be. */
    private static final int FEWEST = 8;

    public static ConnectionLimits of(int most) {
        return new ConnectionLimits(most, HEAD, ANSWER, IDLE);
    }

    /**
     * Each connection is an open file, and a process that may open no more can neither answer nor reach a broker.
     *
     * @param others files that this process will still open besides
     * @return as many as wanted, or as this process may open
     */
    public static int withinFileLimit(int wanted, int others) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            return within(wanted, system.getMaxFileDescriptorCount(), system.getOpenFileDescriptorCount() + others);
        }
        return wanted;
    }

    static int within(int wanted, long mostFiles, long otherFiles) {
        return (int) Math.max(Math.min(wanted, FEWEST), Math.min(wanted, mostFiles - otherFiles));
    }
}
