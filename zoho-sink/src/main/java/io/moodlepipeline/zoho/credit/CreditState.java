package io.moodlepipeline.zoho.credit;

import java.time.Instant;

/** Whether calls are made just now. */
public sealed interface CreditState {

    /** As far as is known. */
    record Open() implements CreditState {}

    /**
     * Calls fail at once, without Zoho hearing of them.
     *
     * @param reason for people
     */
    record Closed(String reason, Instant until) implements CreditState {}
}
