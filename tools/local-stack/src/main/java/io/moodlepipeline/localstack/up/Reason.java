package io.moodlepipeline.localstack.up;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The sentence of a failure that says most: that of the innermost cause that our own code threw. Messages of libraries may quote
 * data, so of those only the kind is told.
 */
final class Reason {
    private static final String OURS = "io.moodlepipeline.";

    /** Causes may form a circle. */
    private static final int MOST_CAUSES = 50;

    private Reason() {}

    static String of(Throwable failure) {
        List<Throwable> chain = Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(MOST_CAUSES)
                .toList();
        Throwable innermost = chain.get(chain.size() - 1);
        String kind = innermost.getClass().getSimpleName();
        Optional<Throwable> ours = chain.stream().filter(Reason::isOurs).reduce((outer, inner) -> inner);
        return ours.map(own -> own == innermost ? own.getMessage() : own.getMessage() + " (" + kind + ")")
                .orElse(kind);
    }

    private static boolean isOurs(Throwable failure) {
        StackTraceElement[] places = failure.getStackTrace();
        return failure.getMessage() != null
                && places.length > 0
                && places[0].getClassName().startsWith(OURS)
                && !isTextOfItsCause(failure);
    }

    /** As of an exception that merely wraps another. */
    private static boolean isTextOfItsCause(Throwable failure) {
        return failure.getCause() != null
                && failure.getMessage().equals(failure.getCause().toString());
    }
}
