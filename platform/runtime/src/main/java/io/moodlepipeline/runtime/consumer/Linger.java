package io.moodlepipeline.runtime.consumer;

import java.time.Duration;

/**
 * How long polled records may wait for others, for a target where a call costs as much as a full one. When more is there to be read the
 * batch grows to {@code most}; when there is not it goes with {@code enough} records, or when its first one has waited for
 * {@code limit}.
 *
 * @param enough from 1
 * @param most at least {@code enough}
 */
public record Linger(int enough, int most, Duration limit) {
    /** Each poll is a batch. */
    public static final Linger NONE = new Linger(1, 1, Duration.ZERO);
}
