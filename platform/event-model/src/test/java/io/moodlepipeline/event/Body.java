package io.moodlepipeline.event;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A request body made of raw JSON fields, so that a test can send what no JSON library would write. */
public final class Body {
    private static final Map<EventType, Body> VALID = Map.of(
            EventType.USER_CREATED, user(),
            EventType.USER_UPDATED, user(),
            EventType.USER_ENROLLED, enrolment(),
            EventType.GRADE_UPDATED, grade(),
            EventType.GRADE_ENRICHED, enrichedGrade());

    private final Map<String, String> fields;

    private Body(Map<String, String> fields) {
        this.fields = fields;
    }

    public static Body empty() {
        return new Body(Map.of());
    }

    /** A valid body with every documented field. */
    public static Body of(EventType type) {
        return VALID.get(type);
    }

    public Body with(String field, String json) {
        Map<String, String> changed = new LinkedHashMap<>(fields);
        changed.put(field, json);
        return new Body(changed);
    }

    public Body without(String field) {
        Map<String, String> changed = new LinkedHashMap<>(fields);
        changed.remove(field);
        return new Body(changed);
    }

    public byte[] bytes() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return fields.entrySet().stream()
                .map(field -> '"' + field.getKey() + "\":" + field.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static Body user() {
        return empty().with("eventname", "\"\\\\core\\\\event\\\\user_updated\"")
                .with("userid", "7")
                .with("username", "\"sara\"")
                .with("firstname", "\"Sara\"")
                .with("lastname", "\"Haddad\"")
                .with("email", "\"sara@example.org\"")
                .with("idnumber", "\"S-7\"")
                .with("phone1", "\"+962 7\"")
                .with("city", "\"Amman\"")
                .with("country", "\"JO\"")
                .with("suspended", "false")
                .with("deleted", "false")
                .with("timecreated", "1700000000")
                .with("timemodified", "1700000100");
    }

    private static Body enrolment() {
        return empty().with("eventname", "\"\\\\core\\\\event\\\\user_enrolment_created\"")
                .with("enrollmentid", "70")
                .with("userid", "7")
                .with("courseid", "3")
                .with("courseshortname", "\"BTEC-IT-3\"")
                .with("roleid", "5")
                .with("roleids", "[5,9]")
                .with("deleted", "false")
                .with("status", "0")
                .with("timestart", "1700000000")
                .with("timeend", "0")
                .with("timecreated", "1700000000")
                .with("timemodified", "1700000100");
    }

    private static Body grade() {
        return empty().with("eventname", "\"\\\\core\\\\event\\\\user_graded\"")
                .with("gradeid", "700")
                .with("userid", "7")
                .with("itemid", "30")
                .with("itemname", "\"Assignment 1\"")
                .with("finalgrade", "69.99999")
                .with("feedback", "\"<p>Good</p>\"")
                .with("grader", "2")
                .with("timecreated", "1700000000")
                .with("timemodified", "1700000100")
                .with("grademin", "0.00000")
                .with("grademax", "100.00000")
                .with("scale", "null")
                .with("scaletranslations", "null")
                .with("courseid", "3")
                .with("courseshortname", "\"BTEC-IT-3\"")
                .with("itemtype", "\"mod\"")
                .with("itemmodule", "\"assign\"")
                .with("hidden", "false")
                .with("deleted", "false");
    }

    private static Body enrichedGrade() {
        return grade().with("btec_grade", "\"Merit\"")
                .with("percentage", "69.99999")
                .with("band_basis", "\"maximum\"")
                .with("band_problem", "null")
                .with("band_rules", "1");
    }
}
