package io.moodlepipeline.event;

import java.time.Duration;

/** How long the topics keep what they hold: an installation's choice. */
public record Retention(Duration events, Duration deadLetters) {
    public static final Retention DEFAULT = new Retention(Duration.ofDays(400), Duration.ofDays(800));

    /** With less than a week, an outage over a holiday would lose events before anybody looked. */
    public static final Retention LEAST = new Retention(Duration.ofDays(7), Duration.ofDays(7));
}
