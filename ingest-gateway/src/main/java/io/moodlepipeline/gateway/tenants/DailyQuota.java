package io.moodlepipeline.gateway.tenants;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Bytes that may be used up each day, which is one of UTC. Remembered by this process alone. */
public final class DailyQuota {
    private final long bytesPerDay;
    private LocalDate day = LocalDate.EPOCH;
    private long used;

    /** @param bytesPerDay 0 for no limit */
    public DailyQuota(long bytesPerDay) {
        this.bytesPerDay = bytesPerDay;
    }

    /** Whether there is room for so many bytes more; then they count as used. */
    public synchronized boolean take(int bytes, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        if (!today.equals(day)) {
            day = today;
            used = 0;
        }
        if (bytesPerDay != 0 && used + bytes > bytesPerDay) {
            return false;
        }
        used += bytes;
        return true;
    }

    /** What was taken then was not used after all. */
    public synchronized void giveBack(int bytes, Instant taken) {
        if (LocalDate.ofInstant(taken, ZoneOffset.UTC).equals(day)) {
            used -= bytes;
        }
    }

    public static Duration untilNextDay(Instant now) {
        LocalDate tomorrow = LocalDate.ofInstant(now, ZoneOffset.UTC).plusDays(1);
        return Duration.between(now, tomorrow.atStartOfDay().toInstant(ZoneOffset.UTC));
    }
}
