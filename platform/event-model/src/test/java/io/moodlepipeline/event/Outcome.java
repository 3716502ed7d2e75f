package io.moodlepipeline.event;

import java.util.List;

/** Takes an outcome apart, and fails the test when it is not the one expected. */
public final class Outcome {
    private Outcome() {}

    public static <T> T valid(Decoded<T> decoded) {
        return decoded.fold(value -> value, malformed -> {
            throw new AssertionError("refused: " + malformed.summary());
        });
    }

    public static <T> Decoded.Malformed<T> malformed(Decoded<T> decoded) {
        return decoded.fold(
                value -> {
                    throw new AssertionError("accepted: " + value);
                },
                malformed -> malformed);
    }

    public static List<String> problems(Decoded<?> decoded) {
        return malformed(decoded).problems().stream()
                .map(FieldProblem::toString)
                .toList();
    }
}
