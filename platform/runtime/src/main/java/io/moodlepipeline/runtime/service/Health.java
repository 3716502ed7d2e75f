package io.moodlepipeline.runtime.service;

/**
 * How a service is, and why.
 *
 * @param detail names what is waited for or what failed; no personal data
 */
public record Health(Status status, String detail) {

    public enum Status {
        /** Not able to work yet, or not now: something it needs is missing. */
        WAITING,
        READY,
        /** Working as it should: its target is down, and it waits for that to end without losing anything. */
        DEGRADED,
        /** Alive, and holding on to what it has not done: going on would do harm, until a person has looked. */
        HALTED,
        /** Stopped for a reason that only a person can mend. */
        FAILED
    }

    public static Health waiting(String detail) {
        return new Health(Status.WAITING, detail);
    }

    public static Health inGoodOrder() {
        return new Health(Status.READY, "ready");
    }

    public static Health degraded(String detail) {
        return new Health(Status.DEGRADED, detail);
    }

    public static Health halted(String detail) {
        return new Health(Status.HALTED, detail);
    }

    public static Health failed(String detail) {
        return new Health(Status.FAILED, detail);
    }

    public boolean ready() {
        return status == Status.READY || status == Status.DEGRADED;
    }

    public boolean live() {
        return status != Status.FAILED;
    }
}
