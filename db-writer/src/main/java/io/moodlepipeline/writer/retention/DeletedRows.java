package io.moodlepipeline.writer.retention;

import io.moodlepipeline.postgresql.Database;
import io.moodlepipeline.postgresql.SqlStatement;
import io.moodlepipeline.runtime.consumer.TargetException;
import java.time.Instant;
import java.util.List;

/**
 * Removes rows of what Moodle has deleted: enrolments and grades that are gone, or whose person is, and then the people of whom nothing
 * is left. A row that somebody else is just writing stays until the next time.
 */
final class DeletedRows {
    /** Short transactions: nobody waits long for a row that is about to go. */
    private static final int AT_A_TIME = 1000;

    private static final List<String> PARTS = List.of("enrollments", "grades");

    private static final String OF_A_PERSON_WHO_IS_DELETED =
            "EXISTS (SELECT FROM students WHERE students.tenant_id = row.tenant_id"
                    + " AND students.moodle_user_id = row.moodle_user_id AND students.deleted AND students.written_at < ?)";

    private static final String OF_WHOM_NOTHING_IS_LEFT = PARTS.stream()
            .map(part -> "NOT EXISTS (SELECT FROM " + part + " AS part WHERE part.tenant_id = row.tenant_id"
                    + " AND part.moodle_user_id = row.moodle_user_id)")
            .reduce((one, other) -> one + " AND " + other)
            .orElseThrow();

    private final Database database;

    DeletedRows(Database database) {
        this.database = database;
    }

    /** @return how many rows there were */
    int remove(Instant writtenBefore) throws TargetException {
        int removed = 0;
        for (String part : PARTS) {
            removed += removeAll(
                    part, "(row.deleted OR " + OF_A_PERSON_WHO_IS_DELETED + ")", writtenBefore, writtenBefore);
        }
        return removed + removeAll("students", "row.deleted AND " + OF_WHOM_NOTHING_IS_LEFT, writtenBefore);
    }

    private int removeAll(String table, String condition, Instant... times) throws TargetException {
        SqlStatement removal = new SqlStatement(
                "DELETE FROM " + table + " WHERE ctid = ANY (ARRAY(SELECT ctid FROM " + table
                        + " AS row WHERE row.written_at < ? AND " + condition + " LIMIT " + AT_A_TIME
                        + " FOR UPDATE SKIP LOCKED))",
                parameters -> {
                    for (Instant time : times) {
                        parameters.value(time);
                    }
                });
        int removed = 0;
        int batch;
        do {
            batch = database.inTransaction(removal::update);
            removed += batch;
        } while (batch == AT_A_TIME);
        return removed;
    }
}
