package io.moodlepipeline.event;

import io.moodlepipeline.event.json.FieldReader;
import java.math.BigDecimal;

/**
 * A user's grade for one grade item, from {@code grade_updated}. Grades are exact decimals of at most 30 digits and an exponent
 * within ±30.
 *
 * @param gradeId changes when a course is reset or a user enrolled again; a higher one is a newer grade
 * @param itemName null for course and category totals
 * @param finalGrade null when not graded
 * @param feedback raw HTML as the teacher wrote it; null when absent
 * @param graderId the user who graded; null for totals and calculated items, 0 allowed
 * @param gradeMin null when Moodle did not send it
 * @param gradeMax null when Moodle did not send it
 */
public record GradeEvent(
        long gradeId,
        long userId,
        long itemId,
        String itemName,
        BigDecimal finalGrade,
        String feedback,
        Long graderId,
        long timeCreated,
        long timeModified,
        BigDecimal gradeMin,
        BigDecimal gradeMax)
        implements MoodleEvent {

    @Override
    public long generation() {
        return gradeId;
    }

    static GradeEvent read(FieldReader fields) {
        fields.optionalText("eventname");
        return new GradeEvent(
                fields.id("gradeid"),
                fields.id("userid"),
                fields.id("itemid"),
                fields.optionalText("itemname"),
                fields.optionalDecimal("finalgrade"),
                fields.optionalText("feedback"),
                fields.optionalInteger("grader", 0, Long.MAX_VALUE),
                fields.time("timecreated"),
                fields.time("timemodified"),
                fields.optionalDecimal("grademin"),
                fields.optionalDecimal("grademax"));
    }
}
