package io.moodlepipeline.zoho.mapping;

/** Where a field's value comes from. */
public sealed interface Filling {

    /** From the event. */
    record From(Source source) implements Filling {}

    /**
     * Always the same.
     *
     * @param value a {@code String}, {@code BigDecimal} or {@code Boolean}
     */
    record Constant(Object value) implements Filling {}

    /** The record of the student whom the event is about. */
    record Student() implements Filling {}
}
