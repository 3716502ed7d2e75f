package io.moodlepipeline.event;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The words that an item is marked with; a grade is then the position of a word, from 1.
 *
 * @param text the words as Moodle keeps them, or as its site shows them: lowest first, with commas between
 * @param translations the same in other languages, by the language's code
 */
public record GradeScale(String text, Map<String, String> translations) {
    public GradeScale {
        translations = Map.copyOf(translations);
    }

    public GradeScale(String text) {
        this(text, Map.of());
    }

    /** Lowest first, without the blanks around them. */
    public List<String> words() {
        return Stream.of(text.split(",", -1)).map(String::strip).toList();
    }
}
