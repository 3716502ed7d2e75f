package io.moodlepipeline.event;

import io.moodlepipeline.event.json.FieldReader;
import java.util.List;

/**
 * A user's enrolment in a course, from {@code user_enrolled}. All times are Unix seconds, 0 for none.
 *
 * @param courseShortName null when not sent
 * @param roleId Moodle's role id, 5 for a student on a standard site; where the user has no role yet, the one he is to get
 * @param roleIds all roles the user has in the course, which may be none; null when not sent
 * @param deleted whether Moodle has deleted the enrolment; null when not sent
 */
public record EnrolmentEvent(
        long enrolmentId,
        long userId,
        long courseId,
        String courseShortName,
        long roleId,
        List<Long> roleIds,
        boolean suspended,
        Boolean deleted,
        long timeStart,
        long timeEnd,
        long timeCreated,
        long timeModified)
        implements MoodleEvent {

    public EnrolmentEvent {
        roleIds = roleIds == null ? null : List.copyOf(roleIds);
    }

    /** The roles that the user is known to have: a sender that does not tell all of them tells one. */
    public List<Long> roles() {
        return roleIds == null ? List.of(roleId) : roleIds;
    }

    /** Whether it is known to be deleted. */
    public boolean isDeleted() {
        return Boolean.TRUE.equals(deleted);
    }

    static EnrolmentEvent read(FieldReader fields) {
        fields.optionalText("eventname");
        return new EnrolmentEvent(
                fields.id("enrollmentid"),
                fields.id("userid"),
                fields.id("courseid"),
                fields.optionalText("courseshortname"),
                fields.id("roleid"),
                fields.optionalIds("roleids"),
                fields.integer("status", 0, 1) == 1,
                fields.optionalFlag("deleted"),
                fields.time("timestart"),
                fields.optionalTime("timeend"),
                fields.time("timecreated"),
                fields.optionalTime("timemodified"));
    }
}
