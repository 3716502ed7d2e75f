package io.moodlepipeline.ops.dlt;

import java.time.Duration;
import java.time.Instant;

/** A point in time, given as such or by how long ago it was. */
@FunctionalInterface
interface Moment {
    Instant at(Instant now);

    static Moment of(Instant instant) {
        return now -> instant;
    }

    static Moment ago(Duration duration) {
        return now -> now.minus(duration);
    }
}
