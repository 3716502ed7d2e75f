package io.moodlepipeline.event;

import io.moodlepipeline.event.json.FieldReader;
import java.math.BigDecimal;
import java.util.Set;

/**
 * What a grade is for. All but the id may be missing: senders differ in what they tell.
 *
 * @param name null for course and category totals
 * @param type {@code mod}, {@code manual}, {@code course} or {@code category}; null when not sent
 * @param module the kind of activity, such as {@code assign}; null for what is none, or when not sent
 * @param courseId null when not sent, as are the course's short name, minimum and maximum
 * @param scale null when the item is marked in points, or when not sent
 */
public record GradeItem(
        long id,
        String name,
        String type,
        String module,
        Long courseId,
        String courseShortName,
        BigDecimal min,
        BigDecimal max,
        GradeScale scale) {

    private static final Set<String> TOTALS = Set.of("course", "category");

    /** Whether Moodle works it out from other grades: a total of a course or a category. */
    public boolean isTotal() {
        return type == null ? name == null : TOTALS.contains(type);
    }

    static GradeItem read(FieldReader fields) {
        return new GradeItem(
                fields.id("itemid"),
                fields.optionalText("itemname"),
                fields.optionalText("itemtype"),
                fields.optionalText("itemmodule"),
                fields.optionalInteger("courseid", 1, Long.MAX_VALUE),
                fields.optionalText("courseshortname"),
                fields.optionalDecimal("grademin"),
                fields.optionalDecimal("grademax"),
                scale(fields));
    }

    /** Without any word there is no scale. */
    private static GradeScale scale(FieldReader fields) {
        String words = fields.optionalCommaSeparated("scale");
        return words == null || words.isBlank() ? null : new GradeScale(words);
    }
}
