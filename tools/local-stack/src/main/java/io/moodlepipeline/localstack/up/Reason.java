package io.moodlepipeline.localstack.up;

/** The sentence of a failure that says most: that of its innermost cause. */
final class Reason {
    private Reason() {}

    static String of(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return innermost.getMessage() == null ? innermost.getClass().getSimpleName() : innermost.getMessage();
    }
}
