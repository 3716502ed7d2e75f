package io.moodlepipeline.zoho.row;

import io.moodlepipeline.zoho.api.FieldMetadata;
import io.moodlepipeline.zoho.mapping.Role;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Fields of a Zoho that fits the built-in mapping, each of which a test can change. */
final class Schema {
    private final Map<Role, Map<String, FieldMetadata>> fields = new EnumMap<>(Role.class);

    Schema() {
        put(Role.STUDENT, mandatory(text("Name")));
        put(Role.STUDENT, unique(text("Student_Moodle_ID")));
        put(Role.STUDENT, text("First_Name"));
        put(Role.STUDENT, text("Last_Name"));
        put(Role.STUDENT, unique(field("Academic_Email", "email", 100)));
        put(Role.STUDENT, field("Phone_Number", "phone", 30));
        put(Role.STUDENT, text("City"));
        put(Role.STUDENT, text("Country"));
        put(Role.STUDENT, text("Student_ID_Number"));
        put(Role.STUDENT, list("Status", "Active", "Suspended", "Deleted"));
        put(Role.ENROLMENT, mandatory(text("Name")));
        put(Role.ENROLMENT, unique(text("Moodle_Enrollment_ID")));
        put(Role.ENROLMENT, lookup("Enrolled_Students", "BTEC_Students"));
        put(Role.ENROLMENT, text("Moodle_Course_ID"));
        put(Role.ENROLMENT, list("Status", "Active", "Suspended", "Ended"));
        put(Role.ENROLMENT, field("Start_Date", "date", 0));
        put(Role.ENROLMENT, field("End_Date", "date", 0));
        put(Role.GRADE, mandatory(text("Name")));
        put(Role.GRADE, unique(text("Moodle_Grade_Composite_Key")));
        put(Role.GRADE, lookup("Student", "BTEC_Students"));
        put(Role.GRADE, text("Moodle_Grade_ID"));
        put(Role.GRADE, decimal("Grade", "double", 2));
        put(Role.GRADE, list("BTEC_Grade_Name", "Distinction", "Merit", "Pass", "Refer", "Not Graded"));
        put(Role.GRADE, list("Band_Basis", "maximum", "scale", "assumed-100"));
        put(Role.GRADE, field("Feedback", "textarea", 32_000));
        put(Role.GRADE, field("Attempt_Date", "date", 0));
    }

    Schema put(Role role, FieldMetadata field) {
        fields.computeIfAbsent(role, any -> new LinkedHashMap<>()).put(field.apiName(), field);
        return this;
    }

    Schema change(Role role, String apiName, UnaryOperator<FieldMetadata> change) {
        return put(role, change.apply(fields.get(role).get(apiName)));
    }

    Schema remove(Role role, String apiName) {
        fields.get(role).remove(apiName);
        return this;
    }

    Map<Role, List<FieldMetadata>> fields() {
        Map<Role, List<FieldMetadata>> all = new EnumMap<>(Role.class);
        fields.forEach((role, byName) -> all.put(role, List.copyOf(byName.values())));
        return all;
    }

    static FieldMetadata text(String apiName) {
        return field(apiName, "text", 255);
    }

    static FieldMetadata field(String apiName, String dataType, int length) {
        return new FieldMetadata(apiName, dataType, length, -1, false, false, true, true, null, Map.of());
    }

    static FieldMetadata decimal(String apiName, String dataType, int places) {
        return new FieldMetadata(apiName, dataType, 16, places, false, false, true, true, null, Map.of());
    }

    static FieldMetadata lookup(String apiName, String module) {
        return new FieldMetadata(apiName, "lookup", 0, -1, false, false, true, true, module, Map.of());
    }

    static FieldMetadata list(String apiName, String... words) {
        return new FieldMetadata(
                apiName,
                "picklist",
                120,
                -1,
                false,
                false,
                true,
                true,
                null,
                Stream.of(words).collect(Collectors.toMap(word -> word, word -> word)));
    }

    static FieldMetadata unique(FieldMetadata field) {
        return new FieldMetadata(
                field.apiName(),
                field.dataType(),
                field.length(),
                field.decimalPlaces(),
                true,
                field.mandatory(),
                field.creatable(),
                field.updatable(),
                field.lookupModule(),
                field.words());
    }

    static FieldMetadata mandatory(FieldMetadata field) {
        return new FieldMetadata(
                field.apiName(),
                field.dataType(),
                field.length(),
                field.decimalPlaces(),
                field.unique(),
                true,
                field.creatable(),
                field.updatable(),
                field.lookupModule(),
                field.words());
    }

    static FieldMetadata readOnly(FieldMetadata field) {
        return new FieldMetadata(
                field.apiName(),
                field.dataType(),
                field.length(),
                field.decimalPlaces(),
                field.unique(),
                field.mandatory(),
                false,
                false,
                field.lookupModule(),
                field.words());
    }
}
