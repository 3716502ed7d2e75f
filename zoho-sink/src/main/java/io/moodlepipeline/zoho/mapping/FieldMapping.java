package io.moodlepipeline.zoho.mapping;

import java.util.Map;
import java.util.Optional;

/**
 * One field of a module.
 *
 * @param cleared whether a record that is there loses its value when the event has none; else it keeps it
 * @param award whether it says what a student was awarded: the row does not go without it
 * @param words the school's words for ours; an empty one stands for no value
 */
public record FieldMapping(String apiName, Filling filling, boolean cleared, boolean award, Map<String, String> words) {
    public FieldMapping {
        words = Map.copyOf(words);
    }

    /** What it is filled from; empty for constants and for the student. */
    public Optional<Source> source() {
        return filling instanceof Filling.From from ? Optional.of(from.source()) : Optional.empty();
    }

    public boolean isFeedback() {
        return source().equals(Optional.of(Source.FEEDBACK));
    }

    public boolean isStudent() {
        return filling instanceof Filling.Student;
    }
}
