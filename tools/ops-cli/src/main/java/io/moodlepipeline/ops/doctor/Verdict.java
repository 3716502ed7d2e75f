package io.moodlepipeline.ops.doctor;

/** How a check came out. */
enum Verdict {
    OK,
    /** It works, but not all of it, or not for long. */
    WARN,
    /** Somebody has to mend it. */
    FAIL
}
