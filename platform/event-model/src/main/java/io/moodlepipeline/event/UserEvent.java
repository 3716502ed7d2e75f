package io.moodlepipeline.event;

import io.moodlepipeline.event.json.FieldReader;

/**
 * A user as Moodle holds it, from {@code user_created} and {@code user_updated}.
 *
 * @param idNumber null when absent, as are phone, city and country; empty when Moodle sent it empty
 * @param timeCreated Unix seconds, 0 for none
 * @param timeModified Unix seconds, 0 for none
 */
public record UserEvent(
        long userId,
        String username,
        String firstName,
        String lastName,
        String email,
        String idNumber,
        String phone,
        String city,
        String country,
        boolean suspended,
        boolean deleted,
        long timeCreated,
        long timeModified)
        implements MoodleEvent {

    static UserEvent read(FieldReader fields) {
        fields.optionalText("eventname");
        return new UserEvent(
                fields.id("userid"),
                fields.text("username"),
                fields.text("firstname"),
                fields.text("lastname"),
                fields.text("email"),
                fields.optionalText("idnumber"),
                fields.optionalText("phone1"),
                fields.optionalText("city"),
                fields.optionalText("country"),
                fields.flag("suspended"),
                fields.flag("deleted"),
                fields.time("timecreated"),
                fields.time("timemodified"));
    }
}
