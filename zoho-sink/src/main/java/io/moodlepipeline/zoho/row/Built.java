package io.moodlepipeline.zoho.row;

import io.moodlepipeline.event.DeadLetterCode;

/** A row, or why there can be none. */
public sealed interface Built {
    record Fit(Row row) implements Built {}

    /** @param message names the field and what to do; never a value */
    record Unfit(DeadLetterCode code, String message) implements Built {}
}
