package io.moodlepipeline.processor.stream;

import io.moodlepipeline.event.Banding;
import io.moodlepipeline.event.Decoded;
import io.moodlepipeline.runtime.deadletter.Failure;
import java.util.function.Function;

/** What became of a record's body. */
sealed interface Enrichment {

    <R> R fold(Function<Enriched, R> whenEnriched, Function<Failure, R> whenRefused);

    static Enrichment refused(Decoded.Malformed<?> malformed) {
        return new Refused(Failure.malformed(malformed));
    }

    /** @param body of the enriched event */
    @SuppressWarnings("ArrayRecordComponent") // handed on as it is, never compared
    record Enriched(byte[] body, Banding banding) implements Enrichment {
        @Override
        public <R> R fold(Function<Enriched, R> whenEnriched, Function<Failure, R> whenRefused) {
            return whenEnriched.apply(this);
        }
    }

    /** It can never be enriched. */
    record Refused(Failure failure) implements Enrichment {
        @Override
        public <R> R fold(Function<Enriched, R> whenEnriched, Function<Failure, R> whenRefused) {
            return whenRefused.apply(failure);
        }
    }
}
