package io.moodlepipeline.localstack.demo;

/** A table of the database and the part of it that tells the story. */
enum ShownTable {
    STUDENTS("students", "STUDENT", "row.moodle_user_id::text", """
            SELECT moodle_user_id AS "user", username, concat_ws(' ', first_name, last_name) AS name, email, city,
                   CASE WHEN suspended THEN 'yes' ELSE 'no' END AS suspended
            FROM students
            WHERE tenant_id = 'default' AND moodle_user_id BETWEEN ? AND ?
            ORDER BY moodle_user_id
            """),
    ENROLLMENTS("enrollments", "ENROLMENT", "row.moodle_enrollment_id::text", """
            SELECT moodle_enrollment_id AS enrollment, moodle_user_id AS "user", course_id AS course, role_id AS role, status
            FROM enrollments
            WHERE tenant_id = 'default' AND moodle_user_id BETWEEN ? AND ?
            ORDER BY moodle_enrollment_id
            """),
    GRADES("grades", "GRADE", "row.moodle_user_id || '-' || row.item_id", """
            SELECT moodle_user_id AS "user", item_name AS item, final_grade AS grade, percentage, btec_grade AS band,
                   band_basis AS basis, band_problem AS problem
            FROM grades
            WHERE tenant_id = 'default' AND moodle_user_id BETWEEN ? AND ?
            ORDER BY moodle_user_id, item_id
            """);

    private final String tableName;
    private final String role;
    private final String key;
    private final String query;

    ShownTable(String tableName, String role, String key, String query) {
        this.tableName = tableName;
        this.role = role;
        this.key = key;
        this.query = query;
    }

    String tableName() {
        return tableName;
    }

    /** What its rows are in zoho-sink's ledger. */
    String role() {
        return role;
    }

    /** In SQL, the key of a {@code row} in zoho-sink's ledger under the default mapping. */
    String key() {
        return key;
    }

    String query() {
        return query;
    }
}
