package io.moodlepipeline.runtime.deadletter;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What was done about a dead letter. */
public enum LetterAction {
    /** Sent again to the consumer that failed. */
    REDRIVEN,
    /** The consumer has applied it since, or found something newer applied. */
    RESOLVED,
    /** Put aside until a person looks: it is not sent again by itself. */
    PARKED,
    /** Given up by a person, for the reason the audit record gives. */
    DISCARDED;

    /** As it stands in audit records, such as {@code redriven}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<LetterAction> ofWireName(String name) {
        return Stream.of(values())
                .filter(action -> action.wireName().equals(name))
                .findFirst();
    }
}
