package io.moodlepipeline.ops.moodle;

import io.moodlepipeline.writer.tables.StoredRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * What Moodle and the table {@code enrollments} both say of an enrolment.
 *
 * @param roleIds null for what a plugin sent that did not say them
 */
record EnrolmentState(
        long id, long userId, long courseId, boolean suspended, Instant startsAt, Instant endsAt, List<Long> roleIds) {

    static final String COLUMNS =
            "moodle_enrollment_id, moodle_user_id, course_id, status, starts_at, ends_at, role_ids";

    EnrolmentState {
        roleIds = roleIds == null ? null : List.copyOf(roleIds);
    }

    static EnrolmentState of(ResultSet row) throws SQLException {
        return new EnrolmentState(
                row.getLong("moodle_enrollment_id"),
                row.getLong("moodle_user_id"),
                row.getLong("course_id"),
                "suspended".equals(row.getString("status")),
                StoredRow.instant(row, "starts_at"),
                StoredRow.instant(row, "ends_at"),
                StoredRow.ids(row, "role_ids"));
    }

    String hash() {
        return new StateHash()
                .integer(id)
                .integer(userId)
                .integer(courseId)
                .truth(suspended)
                .time(startsAt)
                .time(endsAt)
                .ids(roleIds)
                .hex();
    }
}
