package io.moodlepipeline.ops.verify;

/** How far a consumer is with an event, as its committed offsets and dead letters say. */
enum Consumed {
    /** It must show: applied, or superseded by something newer. */
    DONE,
    /** Kept as a dead letter, whatever was decided about that: the consumer need not have applied it. */
    DEAD,
    /** Not committed yet: it may show or not. */
    NOT_YET
}
