package io.moodlepipeline.event;

import io.moodlepipeline.event.json.FieldReader;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * A user's grade for one grade item, from {@code grade_updated}. Grades are exact decimals of at most 30 digits and an exponent
 * within ±30.
 *
 * @param gradeId changes when a course is reset, a user enrolled again or merged, or a Moodle restored
 * @param finalGrade null when not graded
 * @param hidden whether item or grade are hidden from the student; null when not sent
 * @param deleted whether Moodle has deleted the grade; null when not sent
 * @param feedback raw HTML as the teacher wrote it; null when absent
 * @param graderId the user who graded; null for totals and calculated items, 0 allowed
 */
public record GradeEvent(
        long gradeId,
        long userId,
        GradeItem item,
        BigDecimal finalGrade,
        Boolean hidden,
        Boolean deleted,
        String feedback,
        Long graderId,
        long timeCreated,
        long timeModified)
        implements MoodleEvent {

    @Override
    public long generation() {
        return gradeId;
    }

    @Override
    public Optional<FieldProblem> contradiction() {
        return item.contradiction();
    }

    /** Whether it is known to be hidden. */
    public boolean isHidden() {
        return Boolean.TRUE.equals(hidden);
    }

    /** Whether it is known to be deleted. */
    public boolean isDeleted() {
        return Boolean.TRUE.equals(deleted);
    }

    static GradeEvent read(FieldReader fields) {
        fields.optionalText("eventname");
        return new GradeEvent(
                fields.id("gradeid"),
                fields.id("userid"),
                GradeItem.read(fields),
                fields.optionalDecimal("finalgrade"),
                fields.optionalFlag("hidden"),
                fields.optionalFlag("deleted"),
                fields.optionalText("feedback"),
                fields.optionalInteger("grader", 0, Long.MAX_VALUE),
                fields.time("timecreated"),
                fields.time("timemodified"));
    }
}
