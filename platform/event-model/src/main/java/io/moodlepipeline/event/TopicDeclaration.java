package io.moodlepipeline.event;

import java.time.Duration;

/**
 * A topic as the pipeline needs it. All topics have the same number of partitions, which is a setting, and
 * {@code cleanup.policy=delete}.
 *
 * @param retention how long records are kept at least
 */
public record TopicDeclaration(String name, Duration retention) {
    /** Records up to 2 MiB: a body of 1 MiB, its headers, and room for what stages add. */
    public static final int MAX_RECORD_BYTES = 2 * 1024 * 1024;

    public static final int DEFAULT_PARTITIONS = 6;
}
