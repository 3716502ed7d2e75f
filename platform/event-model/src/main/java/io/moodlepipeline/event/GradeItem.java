package io.moodlepipeline.event;

import io.moodlepipeline.event.json.FieldReader;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
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

    private static final FieldProblem CONTRADICTORY_RANGE =
            new FieldProblem("grademin", "(0 when it is not sent) must be below grademax");

    /** Whether Moodle works it out from other grades: a total of a course or a category. */
    public boolean isTotal() {
        return type == null ? name == null : TOTALS.contains(type);
    }

    /** The least grade of an item with a maximum. */
    public BigDecimal lowest() {
        return min == null ? BigDecimal.ZERO : min;
    }

    /**
     * Whether no grade can be told from another, and that is no slip. Moodle gives the range from 0 to 0 to a total that nothing counts
     * towards, as in a new course, and to activities that give no points, such as a SCORM package. From a sender that does not know the
     * item's type it is a slip.
     */
    public boolean isEmptyRange() {
        return type != null && max != null && lowest().signum() == 0 && max.signum() == 0;
    }

    /**
     * That the minimum is not below the maximum. The range of a scale is that of its positions, so one of a single word goes from 1 to 1;
     * and a minimum alone says nothing of the range.
     */
    Optional<FieldProblem> contradiction() {
        boolean hasRange = scale == null && max != null && !isEmptyRange();
        return hasRange && lowest().compareTo(max) >= 0 ? Optional.of(CONTRADICTORY_RANGE) : Optional.empty();
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
        Map<String, String> translations = fields.optionalTranslations("scaletranslations");
        return words == null || words.isBlank() ? null : new GradeScale(words, translations);
    }
}
