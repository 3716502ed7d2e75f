package io.moodlepipeline.processor.banding;

import io.moodlepipeline.event.Banding;
import io.moodlepipeline.event.FieldProblem;
import java.util.function.Function;

/** What judging a grade came to. */
public sealed interface BandingOutcome {

    <R> R fold(Function<Banding, R> whenBanded, Function<FieldProblem, R> whenContradictory);

    /** Judged, which includes that no band could honestly be given. */
    record Banded(Banding banding) implements BandingOutcome {
        @Override
        public <R> R fold(Function<Banding, R> whenBanded, Function<FieldProblem, R> whenContradictory) {
            return whenBanded.apply(banding);
        }
    }

    /** The event contradicts itself, so nothing it says of the grade can be trusted. */
    record Contradictory(FieldProblem problem) implements BandingOutcome {
        @Override
        public <R> R fold(Function<Banding, R> whenBanded, Function<FieldProblem, R> whenContradictory) {
            return whenContradictory.apply(problem);
        }
    }
}
