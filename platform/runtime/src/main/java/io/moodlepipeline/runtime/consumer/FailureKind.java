package io.moodlepipeline.runtime.consumer;

/** Whose fault a failed write is, and so what to do about it. */
public enum FailureKind {
    /** The target's alone: it takes nothing from anybody. Wait, without limit. */
    UNAVAILABLE,
    /** Most likely it passes, such as a deadlock; but one record may meet it again and again. Wait, and look for that record if it lasts. */
    TRANSIENT,
    /** A record's: the target will refuse it again. Find it. */
    PERMANENT,
    /** Not clear. Find the record, and give it a few tries. */
    UNKNOWN
}
