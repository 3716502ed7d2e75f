package io.moodlepipeline.event;

import java.util.List;
import java.util.stream.Stream;

/**
 * The words that an item is marked with; a grade is then the position of a word, from 1.
 *
 * @param text the words as Moodle keeps them: lowest first, with commas between
 */
public record GradeScale(String text) {

    /** Lowest first, without the blanks around them. */
    public List<String> words() {
        return Stream.of(text.split(",", -1)).map(String::strip).toList();
    }
}
