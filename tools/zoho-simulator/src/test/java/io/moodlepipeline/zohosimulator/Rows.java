package io.moodlepipeline.zohosimulator;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Rows for the default schema. */
final class Rows {
    static final String STUDENTS = "BTEC_Students";
    static final String GRADES = "Grades";
    static final String KEY = "Student_Moodle_ID";
    static final String MAIL = "Academic_Email";
    static final String GRADE_KEY = "Moodle_Grade_Composite_Key";

    private Rows() {}

    static ObjectNode student(String key) {
        return Client.object().put("Name", "Student " + key).put(KEY, key);
    }

    static ObjectNode student(String key, String name, String mail) {
        return Client.object().put("Name", name).put(KEY, key).put(MAIL, mail);
    }

    static ObjectNode grade(String key, String studentId) {
        ObjectNode grade = Client.object().put("Name", "Essay").put(GRADE_KEY, key);
        grade.putObject("Student").put("id", studentId);
        return grade;
    }

    static ObjectNode[] students(int count) {
        ObjectNode[] rows = new ObjectNode[count];
        for (int i = 0; i < count; i++) {
            rows[i] = student("s" + i);
        }
        return rows;
    }
}
