package io.moodlepipeline.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;

/**
 * Bodies as the plugin sends them, all about one made-up student, each field of which a caller can change:
 * {@code gradeUpdated(grade -> grade.put("finalgrade", 70))}.
 */
public final class SampleEvents {
    public static final long USER_ID = 1001;
    public static final long ENROLLMENT_ID = 2001;
    public static final long COURSE_ID = 3001;
    public static final long GRADE_ID = 4001;
    public static final long ITEM_ID = 5001;
    public static final long TEACHER_ID = 1;

    /** 2025-09-01T08:00:00Z; samples are of the past, because a time ahead of the clock is not believed. */
    public static final long TIME = 1_756_713_600L;

    private static final ObjectMapper JSON = new ObjectMapper();

    private SampleEvents() {}

    public static byte[] userCreated(Consumer<ObjectNode> change) {
        return user("\\core\\event\\user_created", change);
    }

    public static byte[] userUpdated(Consumer<ObjectNode> change) {
        return user("\\core\\event\\user_updated", change);
    }

    public static byte[] userEnrolled(Consumer<ObjectNode> change) {
        ObjectNode enrolment = JSON.createObjectNode()
                .put("eventname", "\\core\\event\\user_enrolment_created")
                .put("enrollmentid", ENROLLMENT_ID)
                .put("userid", USER_ID)
                .put("courseid", COURSE_ID)
                .put("roleid", 5)
                .put("status", 0)
                .put("timestart", TIME)
                .putNull("timeend")
                .put("timecreated", TIME);
        return changed(enrolment, change);
    }

    public static byte[] gradeUpdated(Consumer<ObjectNode> change) {
        ObjectNode grade = JSON.createObjectNode()
                .put("eventname", "\\core\\event\\user_graded")
                .put("gradeid", GRADE_ID)
                .put("userid", USER_ID)
                .put("itemid", ITEM_ID)
                .put("itemname", "Unit 1: Assignment A")
                .put("finalgrade", 65)
                .put("feedback", "<p>Well done.</p>")
                .put("grader", TEACHER_ID)
                .put("timecreated", 0)
                .put("timemodified", TIME);
        return changed(grade, change);
    }

    public static byte[] userCreated() {
        return userCreated(user -> {});
    }

    public static byte[] userUpdated() {
        return userUpdated(user -> {});
    }

    public static byte[] userEnrolled() {
        return userEnrolled(enrolment -> {});
    }

    public static byte[] gradeUpdated() {
        return gradeUpdated(grade -> {});
    }

    private static byte[] user(String eventName, Consumer<ObjectNode> change) {
        ObjectNode user = JSON.createObjectNode()
                .put("eventname", eventName)
                .put("userid", USER_ID)
                .put("username", "amal.haddad")
                .put("firstname", "Amal")
                .put("lastname", "Haddad")
                .put("email", "amal.haddad@example.edu")
                .put("idnumber", "STU-1001")
                .put("phone1", "+962790000000")
                .put("city", "Amman")
                .put("country", "JO")
                .put("suspended", false)
                .put("deleted", false)
                .put("timecreated", TIME)
                .put("timemodified", TIME);
        return changed(user, change);
    }

    private static byte[] changed(ObjectNode event, Consumer<ObjectNode> change) {
        change.accept(event);
        try {
            return JSON.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
