package io.moodlepipeline.event;

import java.util.List;
import java.util.function.Function;

/** What became of reading something from outside: a valid value, or everything that is wrong with it. */
public sealed interface Decoded<T> {

    <R> R fold(Function<T, R> whenValid, Function<Malformed<T>, R> whenMalformed);

    record Valid<T>(T value) implements Decoded<T> {
        @Override
        public <R> R fold(Function<T, R> whenValid, Function<Malformed<T>, R> whenMalformed) {
            return whenValid.apply(value);
        }
    }

    /** @param problems at least one; they name fields and what to do, never a value */
    record Malformed<T>(DeadLetterCode code, List<FieldProblem> problems) implements Decoded<T> {
        public Malformed {
            problems = List.copyOf(problems);
        }

        public static <T> Malformed<T> of(DeadLetterCode code, String field, String problem) {
            return new Malformed<>(code, List.of(new FieldProblem(field, problem)));
        }

        /** The same findings about a value of another type. */
        public <U> Malformed<U> as() {
            return new Malformed<>(code, problems);
        }

        /** One line for a header or a log. */
        public String summary() {
            return String.join(
                    "; ", problems.stream().map(FieldProblem::toString).toList());
        }

        @Override
        public <R> R fold(Function<T, R> whenValid, Function<Malformed<T>, R> whenMalformed) {
            return whenMalformed.apply(this);
        }
    }
}
