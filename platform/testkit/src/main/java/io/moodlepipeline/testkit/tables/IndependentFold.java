package io.moodlepipeline.testkit.tables;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What the tables must hold after a sequence of requests, worked out anew from the design's words, without a line of the project's
 * code: newest wins by (for grades the grade's id, then) time, then the sender's id for the event where that tells the order, else
 * order of arrival; the time is {@code timemodified}, or that of receipt when it is 0, absent or over five minutes ahead.
 */
public final class IndependentFold {
    private static final long FIVE_MINUTES = 300_000;
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private final Map<String, Candidate> winners = new TreeMap<>();
    private final Map<String, Map<String, String>> lastSent = new TreeMap<>();
    private long arrivals;

    /** @param sequence orders candidates of the same time, compared as text */
    private record Candidate(long gradeId, long timeMillis, String sequence, Map<String, String> row) {
        boolean isNotOlderThan(Candidate other) {
            if (gradeId != other.gradeId) {
                return gradeId > other.gradeId;
            }
            if (timeMillis != other.timeMillis) {
                return timeMillis > other.timeMillis;
            }
            return sequence.compareTo(other.sequence) >= 0;
        }
    }

    /**
     * An event whose sender gave it no id.
     *
     * @param received when the gateway says it received the request
     */
    public void add(String event, byte[] body, Instant received) {
        add(event, body, received, String.format("%020d", arrivals++));
    }

    /** @param eventId the sender's, a UUIDv7 */
    public void add(String event, byte[] body, Instant received, UUID eventId) {
        // In its text form a UUID compares as its bytes do, unsigned.
        add(event, body, received, eventId.toString());
    }

    private void add(String event, byte[] json, Instant received, String sequence) {
        JsonNode body = parse(json);
        long modified = body.path("timemodified").asLong(0) * 1000;
        boolean believed = modified > 0 && modified <= received.toEpochMilli() + FIVE_MINUTES;
        Map<String, String> row = row(event, body);
        Candidate candidate = new Candidate(
                body.path("gradeid").asLong(0), believed ? modified : received.toEpochMilli(), sequence, row);
        String key = key(event, body);
        winners.merge(key, candidate, (stored, next) -> next.isNotOlderThan(stored) ? next : stored);
        lastSent.put(key, row);
    }

    /** Rows by table and key, column by column as text. */
    public Map<String, Map<String, String>> newest() {
        Map<String, Map<String, String>> rows = new TreeMap<>();
        winners.forEach((key, winner) -> rows.put(key, winner.row()));
        return rows;
    }

    /** The ids of the events that these rows hold, where every event was added with one. */
    public Map<String, UUID> newestEvents() {
        Map<String, UUID> events = new TreeMap<>();
        winners.forEach((key, winner) -> events.put(key, UUID.fromString(winner.sequence())));
        return events;
    }

    /** The row that an event is about, as the rows are named here: its table and its key. */
    public static String rowOf(String event, byte[] body) {
        return key(event, parse(body));
    }

    /** What a receiver without any rule would hold: the last body sent per row. */
    public Map<String, Map<String, String>> lastSent() {
        return lastSent;
    }

    private static JsonNode parse(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String key(String event, JsonNode body) {
        return switch (event) {
            case "user_enrolled" -> "enrollments " + body.get("enrollmentid");
            case "grade_updated" -> "grades " + body.get("userid") + " " + body.get("itemid");
            default -> "students " + body.get("userid");
        };
    }

    private static Map<String, String> row(String event, JsonNode body) {
        Map<String, String> row = new TreeMap<>();
        row.put("tenant_id", "default");
        row.put("moodle_user_id", body.get("userid").asText());
        row.put("moodle_created_at", time(body, "timecreated"));
        row.put("moodle_modified_at", time(body, "timemodified"));
        switch (event) {
            case "user_enrolled" -> enrolment(row, body);
            case "grade_updated" -> grade(row, body);
            default -> user(row, body);
        }
        return row;
    }

    private static void user(Map<String, String> row, JsonNode body) {
        row.put("username", text(body, "username"));
        row.put("first_name", text(body, "firstname"));
        row.put("last_name", text(body, "lastname"));
        row.put("email", text(body, "email"));
        row.put("id_number", text(body, "idnumber"));
        row.put("phone", text(body, "phone1"));
        row.put("city", text(body, "city"));
        row.put("country", text(body, "country"));
        row.put("suspended", body.get("suspended").asText());
        row.put("deleted", body.get("deleted").asText());
    }

    private static void enrolment(Map<String, String> row, JsonNode body) {
        row.put("moodle_enrollment_id", body.get("enrollmentid").asText());
        row.put("course_id", body.get("courseid").asText());
        row.put("role_id", body.get("roleid").asText());
        row.put("status", List.of("active", "suspended").get(body.get("status").intValue()));
        row.put("starts_at", time(body, "timestart"));
        row.put("ends_at", time(body, "timeend"));
        row.put("course_short_name", text(body, "courseshortname"));
        row.put(
                "role_ids",
                body.has("roleids")
                        ? body.get("roleids").toString().replace('[', '{').replace(']', '}')
                        : null);
        row.put("deleted", text(body, "deleted"));
    }

    private static void grade(Map<String, String> row, JsonNode body) {
        row.put("item_id", body.get("itemid").asText());
        row.put("moodle_grade_id", body.get("gradeid").asText());
        row.put("item_name", text(body, "itemname"));
        row.put("feedback", text(body, "feedback"));
        row.put("grader_id", text(body, "grader"));
        row.put("item_type", text(body, "itemtype"));
        row.put("item_module", text(body, "itemmodule"));
        row.put("course_id", text(body, "courseid"));
        row.put("course_short_name", text(body, "courseshortname"));
        row.put("grade_min", number(body, "grademin"));
        row.put("grade_max", number(body, "grademax"));
        row.put("scale", text(body, "scale"));
        row.put("hidden", text(body, "hidden"));
        row.put("deleted", text(body, "deleted"));
        row.put("band_rules", "1");
        List<String> judged = judge(body);
        List<String> columns = List.of("final_grade", "percentage", "btec_grade", "band_basis", "band_problem");
        for (int i = 0; i < columns.size(); i++) {
            row.put(columns.get(i), judged.get(i));
        }
    }

    private static List<String> judge(JsonNode body) {
        if (body.get("finalgrade").isNull()) {
            return Arrays.asList(null, null, "Not Graded", null, null);
        }
        BigDecimal grade = body.get("finalgrade").decimalValue();
        boolean known = body.path("grademax").isNumber();
        BigDecimal percentage = known ? percentage(body, grade) : grade;
        String problem = problem(percentage, known);
        return Arrays.asList(
                plain(grade),
                plain(percentage),
                problem == null ? band(percentage) : null,
                known ? "maximum" : "assumed-100",
                problem);
    }

    /** Ten decimals, rounded down, tell the same band as the exact number: no threshold lies between the two. */
    private static BigDecimal percentage(JsonNode body, BigDecimal grade) {
        BigDecimal lowest =
                body.path("grademin").isNumber() ? body.get("grademin").decimalValue() : BigDecimal.ZERO;
        BigDecimal range = body.get("grademax").decimalValue().subtract(lowest);
        return grade.subtract(lowest).scaleByPowerOfTen(2).divide(range, 10, RoundingMode.FLOOR);
    }

    private static String plain(BigDecimal value) {
        return value.stripTrailingZeros().toPlainString();
    }

    private static String band(BigDecimal value) {
        if (value.compareTo(BigDecimal.valueOf(70)) >= 0) {
            return "Distinction";
        }
        if (value.compareTo(BigDecimal.valueOf(60)) >= 0) {
            return "Merit";
        }
        return value.compareTo(BigDecimal.valueOf(40)) >= 0 ? "Pass" : "Refer";
    }

    private static String problem(BigDecimal value, boolean maximumKnown) {
        if (value.signum() < 0) {
            return "negative";
        }
        boolean impossible = !maximumKnown && value.compareTo(BigDecimal.valueOf(100)) > 0;
        return impossible ? "above-100-without-maximum" : null;
    }

    private static String text(JsonNode body, String field) {
        return body.path(field).isNull() || body.path(field).isMissingNode()
                ? null
                : body.get(field).asText();
    }

    private static String number(JsonNode body, String field) {
        return body.path(field).isNumber() ? plain(body.get(field).decimalValue()) : null;
    }

    private static String time(JsonNode body, String field) {
        long seconds = body.path(field).asLong(0);
        return seconds == 0 ? null : Long.toString(seconds);
    }
}
