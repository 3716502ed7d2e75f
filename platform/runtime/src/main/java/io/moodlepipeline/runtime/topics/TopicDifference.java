package io.moodlepipeline.runtime.topics;

/**
 * A property of a topic that keeps less than was declared.
 *
 * @param needed the value that is enough
 * @param more whether more than that is fine, too
 */
public record TopicDifference(String property, String actual, String needed, boolean more) {

    /** What is wrong and what would be right, such as {@code retention.ms=1000, needs at least 34560000000}. */
    @Override
    public String toString() {
        return property + "=" + actual + ", needs " + (more ? "at least " : "") + needed;
    }
}
