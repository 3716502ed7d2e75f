package io.moodlepipeline.runtime.consumer;

import io.moodlepipeline.runtime.deadletter.Failure;
import java.util.Optional;

/** What became of a record that was brought to a target. */
public sealed interface Outcome {
    static Outcome refused(Failure failure) {
        return new Refused(failure);
    }

    /** Why the target can never take it; empty when all is well. */
    default Optional<Failure> failure() {
        return Optional.empty();
    }

    /** Nothing is left to be done about the record. */
    enum Settled implements Outcome {
        /** The target holds it now. */
        APPLIED,
        /** The target holds something newer, which it may have got in the same batch. */
        SUPERSEDED,
        /** It does not concern this target. */
        SKIPPED,
        /** It cannot be written yet. The sink holds it durably, and brings it back by itself once it can be decided. */
        HELD
    }

    /** The record has to be kept as a dead letter. */
    record Refused(Failure why) implements Outcome {
        @Override
        public Optional<Failure> failure() {
            return Optional.of(why);
        }
    }
}
