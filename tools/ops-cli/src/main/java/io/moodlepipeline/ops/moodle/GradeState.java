package io.moodlepipeline.ops.moodle;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What Moodle and the table {@code grades} both say of a grade. What a plugin sent that said less of the grade's item has null for
 * what it did not say.
 */
record GradeState(
        long userId,
        long itemId,
        long gradeId,
        Long courseId,
        String itemType,
        String itemName,
        BigDecimal finalGrade,
        BigDecimal gradeMin,
        BigDecimal gradeMax,
        String scale,
        Boolean hidden,
        String feedback) {

    static final String COLUMNS =
            "moodle_user_id, item_id, moodle_grade_id, course_id, item_type, item_name, final_grade,"
                    + " grade_min, grade_max, scale, hidden, feedback";

    static GradeState of(ResultSet row) throws SQLException {
        return new GradeState(
                row.getLong("moodle_user_id"),
                row.getLong("item_id"),
                row.getLong("moodle_grade_id"),
                row.getObject("course_id", Long.class),
                row.getString("item_type"),
                row.getString("item_name"),
                row.getBigDecimal("final_grade"),
                row.getBigDecimal("grade_min"),
                row.getBigDecimal("grade_max"),
                row.getString("scale"),
                row.getObject("hidden", Boolean.class),
                row.getString("feedback"));
    }

    String hash() {
        return new StateHash()
                .integer(userId)
                .integer(itemId)
                .integer(gradeId)
                .integer(courseId)
                .text(itemType)
                .textOrEmpty(itemName)
                .decimal(finalGrade)
                .decimal(gradeMin)
                .decimal(gradeMax)
                .textOrEmpty(scale)
                .truth(hidden)
                .textOrEmpty(feedback)
                .hex();
    }
}
