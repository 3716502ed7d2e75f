package io.moodlepipeline.localstack.demo;

import java.util.List;

/** A module of Zoho and those of its fields that tell the story, as the default mapping fills them. */
enum ShownModule {
    STUDENTS("BTEC_Students", "Student_Moodle_ID", "Name", "Academic_Email", "City", "Status"),
    ENROLMENTS("Enrollments", "Moodle_Enrollment_ID", "Enrolled_Students", "Moodle_Course_ID", "Status", "Start_Date"),
    GRADES(
            "Grades",
            "Moodle_Grade_Composite_Key",
            "Student",
            "Name",
            "Grade",
            "BTEC_Grade_Name",
            "Band_Basis",
            "Attempt_Date");

    private final String apiName;
    private final String key;

    @SuppressWarnings("ImmutableEnumChecker") // List.of cannot be changed, which its type does not say
    private final List<String> fields;

    ShownModule(String apiName, String key, String... fields) {
        this.apiName = apiName;
        this.key = key;
        this.fields = List.of(fields);
    }

    String apiName() {
        return apiName;
    }

    /** The field that says which record of Moodle it is. */
    String key() {
        return key;
    }

    List<String> fields() {
        return fields;
    }
}
