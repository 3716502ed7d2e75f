package io.moodlepipeline.event;

import io.moodlepipeline.event.json.FieldReader;

/**
 * A user's enrolment in a course, from {@code user_enrolled}. All times are Unix seconds, 0 for none.
 *
 * @param roleId Moodle's role id; 5 is a student on a standard site
 */
public record EnrolmentEvent(
        long enrolmentId,
        long userId,
        long courseId,
        long roleId,
        boolean suspended,
        long timeStart,
        long timeEnd,
        long timeCreated,
        long timeModified)
        implements MoodleEvent {

    static EnrolmentEvent read(FieldReader fields) {
        fields.optionalText("eventname");
        return new EnrolmentEvent(
                fields.id("enrollmentid"),
                fields.id("userid"),
                fields.id("courseid"),
                fields.id("roleid"),
                fields.integer("status", 0, 1) == 1,
                fields.time("timestart"),
                fields.optionalTime("timeend"),
                fields.time("timecreated"),
                fields.optionalTime("timemodified"));
    }
}
