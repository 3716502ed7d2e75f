package io.moodlepipeline.zohosimulator.record;

import java.util.Optional;
import java.util.function.Function;

/** What became of a row. */
public sealed interface RowOutcome {
    <T> T fold(Function<Written, T> written, Function<Refused, T> refused);

    default boolean isWritten() {
        return fold(written -> true, refused -> false);
    }

    /** @param matchedBy the field that the record was found by; empty when it is new, or was addressed by id */
    record Written(StoredRecord record, boolean inserted, Optional<String> matchedBy) implements RowOutcome {
        @Override
        public <T> T fold(Function<Written, T> written, Function<Refused, T> refused) {
            return written.apply(this);
        }
    }

    record Refused(RowError error) implements RowOutcome {
        @Override
        public <T> T fold(Function<Written, T> written, Function<Refused, T> refused) {
            return refused.apply(this);
        }
    }
}
