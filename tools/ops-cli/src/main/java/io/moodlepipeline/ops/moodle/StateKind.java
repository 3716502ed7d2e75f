package io.moodlepipeline.ops.moodle;

import com.fasterxml.jackson.databind.JsonNode;
import io.moodlepipeline.writer.tables.RowKey;
import io.moodlepipeline.writer.tables.StoredRow;
import io.moodlepipeline.writer.tables.Table;
import io.moodlepipeline.writer.tables.Tables;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the lines of a file and the rows of a table are about. */
enum StateKind {
    USER("users", List.of("id"), UserState.COLUMNS) {
        @Override
        Table<?> table() {
            return Tables.STUDENTS;
        }

        @Override
        String hash(ResultSet row) throws SQLException {
            return UserState.of(row).hash();
        }

        @Override
        StoredIds idsOf(ResultSet row) throws SQLException {
            return new StoredIds(row.getLong("moodle_user_id"), null, null, null);
        }
    },
    ENROLMENT("enrolments", List.of("id"), EnrolmentState.COLUMNS + ", role_id") {
        @Override
        Table<?> table() {
            return Tables.ENROLLMENTS;
        }

        @Override
        String hash(ResultSet row) throws SQLException {
            return EnrolmentState.of(row).hash();
        }

        @Override
        StoredIds idsOf(ResultSet row) throws SQLException {
            return new StoredIds(
                    row.getLong("moodle_enrollment_id"), row.getLong("moodle_user_id"), null, row.getLong("course_id"));
        }

        @Override
        boolean isExported(ResultSet row, StateChoices choices) throws SQLException {
            List<Long> roles = StoredRow.ids(row, "role_ids");
            return choices.sendsAnyOf(roles == null ? List.of(row.getLong("role_id")) : roles);
        }
    },
    GRADE("grades", List.of("user", "item"), GradeState.COLUMNS) {
        @Override
        Table<?> table() {
            return Tables.GRADES;
        }

        @Override
        String hash(ResultSet row) throws SQLException {
            return GradeState.of(row).hash();
        }

        @Override
        StoredIds idsOf(ResultSet row) throws SQLException {
            return new StoredIds(
                    row.getLong("moodle_grade_id"),
                    row.getLong("moodle_user_id"),
                    row.getLong("item_id"),
                    row.getObject("course_id", Long.class));
        }

        /** Moodle keeps a line for each item that somebody could be graded in, and exports those who were. */
        @Override
        boolean isExported(ResultSet row, StateChoices choices) throws SQLException {
            return row.getBigDecimal("final_grade") != null && choices.sendsItemsOf(row.getString("item_type"));
        }
    };

    private final String plural;

    @SuppressWarnings("ImmutableEnumChecker") // each is a List.of
    private final List<String> keyFields;

    private final String columns;

    StateKind(String plural, List<String> keyFields, String columns) {
        this.plural = plural;
        this.keyFields = keyFields;
        this.columns = columns;
    }

    abstract Table<?> table();

    /** @param row of {@link #query()} */
    abstract String hash(ResultSet row) throws SQLException;

    /** @param row of {@link #query()} */
    abstract StoredIds idsOf(ResultSet row) throws SQLException;

    /** Whether Moodle exports what this row holds, if it still has it. */
    boolean isExported(ResultSet row, StateChoices choices) throws SQLException {
        return true;
    }

    /** One tenant's rows in the order of the file. */
    String query() {
        List<String> key = key();
        return "SELECT " + columns + ", deleted, event_id, version_time, moodle_modified_at FROM " + table().name()
                + " WHERE tenant_id = ? ORDER BY " + String.join(", ", key);
    }

    StateKey keyOf(ResultSet row) throws SQLException {
        List<String> key = key();
        return new StateKey(row.getLong(key.get(0)), key.size() > 1 ? row.getLong(key.get(1)) : 0);
    }

    private List<String> key() {
        return table().keyColumns().subList(1, table().keyColumns().size());
    }

    /** A line's key; empty when it has none. */
    Optional<StateKey> keyOf(JsonNode line) {
        for (String field : keyFields) {
            JsonNode id = line.path(field);
            if (!id.isIntegralNumber() || !id.canConvertToLong() || id.asLong() < 1) {
                return Optional.empty();
            }
        }
        return Optional.of(new StateKey(
                line.path(keyFields.get(0)).asLong(),
                keyFields.size() > 1 ? line.path(keyFields.get(1)).asLong() : 0));
    }

    /** The key in the table's words. */
    String describe(StateKey key) {
        return StoredRow.describe(table(), new RowKey("", key.first(), key.second()));
    }

    /** As a line of the file says it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As the file's last line, and the plugin's options, say it. */
    String plural() {
        return plural;
    }

    static Optional<StateKind> of(String word) {
        for (StateKind kind : values()) {
            if (kind.word().equals(word)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
