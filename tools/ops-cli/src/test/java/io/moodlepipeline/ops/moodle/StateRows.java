package io.moodlepipeline.ops.moodle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.testkit.Database;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Rows as the db-writer writes them of what Moodle holds. */
final class StateRows {
    private final Database database;
    private final String tenant;
    private final Instant changed;
    private final Instant modified;

    /** @param changed the time of the events */
    StateRows(Database database, String tenant, Instant changed) {
        this(database, tenant, changed, null);
    }

    private StateRows(Database database, String tenant, Instant changed, Instant modified) {
        this.database = database;
        this.tenant = tenant;
        this.changed = changed;
        this.modified = modified;
    }

    StateRows changedAt(Instant time) {
        return new StateRows(database, tenant, time, modified);
    }

    /** As Moodle says; without it says nothing. */
    StateRows modifiedAt(Instant time) {
        return new StateRows(database, tenant, changed, time);
    }

    void add(HashCase sample) throws SQLException {
        add(sample, false);
    }

    void add(HashCase sample, boolean deleted) throws SQLException {
        Map<String, Object> row = switch (sample.kind()) {
            case USER -> user(sample.fields());
            case ENROLMENT -> enrolment(sample.fields());
            case GRADE -> grade(sample.fields());
        };
        row.put("deleted", deleted);
        row.put("tenant_id", tenant);
        row.put("moodle_modified_at", modified == null ? null : modified.atOffset(ZoneOffset.UTC));
        row.put("event_id", UUID.randomUUID());
        row.put("version_time", changed.atOffset(ZoneOffset.UTC));
        row.put("version_sequence", UUID.randomUUID());
        row.put("source_topic", "topic");
        row.put("source_partition", 0);
        row.put("source_offset", 0L);
        row.put("received_at", changed.atOffset(ZoneOffset.UTC));
        row.put("written_at", changed.atOffset(ZoneOffset.UTC));
        insert(sample.kind().table().name(), row);
    }

    /** As of a plugin that does not know the fields that came later. */
    void addAsOfAnOlderPlugin(HashCase sample) throws SQLException {
        add(sample);
        try (Connection connection = database.connect();
                PreparedStatement update = connection.prepareStatement(
                        sample.kind() == StateKind.GRADE
                                ? "UPDATE grades SET course_id = NULL, item_type = NULL, grade_min = NULL, grade_max = NULL,"
                                        + " hidden = NULL, deleted = NULL WHERE tenant_id = ?"
                                : "UPDATE enrollments SET role_ids = NULL, deleted = NULL WHERE tenant_id = ?")) {
            update.setString(1, tenant);
            update.executeUpdate();
        }
    }

    private static Map<String, Object> user(ObjectNode fields) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("moodle_user_id", fields.get("id").asLong());
        row.put("username", text(fields, "username"));
        row.put("first_name", text(fields, "firstname"));
        row.put("last_name", text(fields, "lastname"));
        row.put("email", text(fields, "email"));
        row.put("id_number", text(fields, "idnumber"));
        row.put("phone", text(fields, "phone1"));
        row.put("city", text(fields, "city"));
        row.put("country", text(fields, "country"));
        row.put("suspended", fields.get("suspended").asBoolean());
        return row;
    }

    private static Map<String, Object> enrolment(ObjectNode fields) {
        List<Long> roles = new ArrayList<>();
        fields.get("roleids").forEach(role -> roles.add(role.asLong()));
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("moodle_enrollment_id", fields.get("id").asLong());
        row.put("moodle_user_id", fields.get("userid").asLong());
        row.put("course_id", fields.get("courseid").asLong());
        row.put("role_id", 5L);
        row.put("role_ids", roles.toArray(Long[]::new));
        row.put("status", fields.get("status").asInt() == 1 ? "suspended" : "active");
        row.put("starts_at", time(fields, "timestart"));
        row.put("ends_at", time(fields, "timeend"));
        return row;
    }

    private static Map<String, Object> grade(ObjectNode fields) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("moodle_user_id", fields.get("userid").asLong());
        row.put("item_id", fields.get("itemid").asLong());
        row.put("moodle_grade_id", fields.get("gradeid").asLong());
        row.put("course_id", fields.get("courseid").asLong());
        row.put("item_type", text(fields, "itemtype"));
        row.put("item_name", text(fields, "itemname"));
        row.put("final_grade", decimal(fields, "finalgrade"));
        row.put("grade_min", decimal(fields, "grademin"));
        row.put("grade_max", decimal(fields, "grademax"));
        row.put("scale", text(fields, "scale"));
        row.put("hidden", fields.get("hidden").asBoolean());
        row.put("feedback", text(fields, "feedback"));
        row.put("band_rules", 1);
        return row;
    }

    /** Without NUL, which the gateway takes out. */
    private static String text(JsonNode fields, String name) {
        String text = fields.get(name).textValue();
        return text == null ? null : text.replace("\0", "");
    }

    private static BigDecimal decimal(JsonNode fields, String name) {
        String text = text(fields, name);
        return text == null ? null : new BigDecimal(text);
    }

    private static Object time(JsonNode fields, String name) {
        long seconds = fields.get(name).asLong();
        return seconds == 0 ? null : Instant.ofEpochSecond(seconds).atOffset(ZoneOffset.UTC);
    }

    private void insert(String table, Map<String, Object> row) throws SQLException {
        String sql = "INSERT INTO " + table + " (" + String.join(", ", row.keySet()) + ") VALUES ("
                + String.join(", ", Collections.nCopies(row.size(), "?")) + ")";
        try (Connection connection = database.connect();
                PreparedStatement insert = connection.prepareStatement(sql)) {
            int parameter = 0;
            for (Object value : row.values()) {
                insert.setObject(
                        ++parameter, value instanceof Long[] ids ? connection.createArrayOf("bigint", ids) : value);
            }
            insert.executeUpdate();
        }
    }
}
