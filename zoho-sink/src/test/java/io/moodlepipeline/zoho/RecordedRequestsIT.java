package io.moodlepipeline.zoho;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.event.EventType;
import io.moodlepipeline.testkit.KafkaBackend;
import io.moodlepipeline.testkit.PostgresBackend;
import io.moodlepipeline.testkit.RecordedRequest;
import io.moodlepipeline.testkit.RecordedRequests;
import io.moodlepipeline.testkit.tables.IndependentFold;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** What a real Moodle sent ends in exactly the records that an independent fold says, at the price of full calls. */
class RecordedRequestsIT extends OnSimulator {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Organisation, three times fields, three times a census. */
    private static final int PREPARATION = 7;

    /** What comes in a second batch, should the first poll not bring all, begins another ten rows of each module. */
    private static final int BROKEN_TENS = 6;

    private final IndependentFold fold = new IndependentFold();

    RecordedRequestsIT(KafkaBackend kafka, PostgresBackend postgres) throws InterruptedException, ExecutionException {
        super(kafka, postgres);
    }

    @Test
    void theRecordsAreThoseOfTheFoldAndASecondPostingCostsOnlyWhereBodiesShareASecond() throws IOException {
        post();
        Map<String, String> expected = expected();
        startSink(Map.of("ZOHO_SINK_LINGER_SECONDS", "3"));
        settle();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(inZoho()).isEqualTo(expected));
        long credits = zoho.stats().creditsUsed();
        long calls = zoho.stats().calls();
        int price = PREPARATION + tens("student ", expected) + tens("enrolment ", expected) + tens("grade ", expected);
        assertThat(credits).isBetween((long) price, (long) price + BROKEN_TENS);

        post();
        settle();
        long second = zoho.stats().creditsUsed() - credits;

        int sharing = sharingASecond();
        System.out.printf(
                "recorded requests: %d records, %d calls, %d credits; posted again: %d calls, %d credits, %d rows have different bodies of one second%n",
                expected.size(), calls, credits, zoho.stats().calls() - calls, second, sharing);
        assertThat(second).isLessThanOrEqualTo(sharing);
        assertThat(inZoho()).isEqualTo(expected);
        assertThat(school.deadLetters()).isEmpty();
    }

    private void post() {
        for (RecordedRequest request : RecordedRequests.all()) {
            String event = request.event();
            fold.add(event, request.bytes(), Instant.now());
            long user = node(request).path("userid").asLong();
            switch (event) {
                case "user_created" -> school.send(EventType.USER_CREATED, user, request.bytes());
                case "user_updated" -> school.send(EventType.USER_UPDATED, user, request.bytes());
                case "user_enrolled" -> school.send(EventType.USER_ENROLLED, user, request.bytes());
                case "grade_updated" -> school.send(EventType.GRADE_ENRICHED, user, School.enriched(request.bytes()));
                default -> throw new IllegalStateException("unknown event " + event);
            }
        }
        school.flush();
    }

    private static JsonNode node(RecordedRequest request) {
        try {
            return JSON.readTree(request.bytes());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The rows of which two different bodies are of the same second, so that the order of posting decides. */
    private static int sharingASecond() {
        Map<String, JsonNode> bodies = new HashMap<>();
        Set<String> sharing = new HashSet<>();
        for (RecordedRequest request : RecordedRequests.all()) {
            JsonNode body = node(request);
            String row = IndependentFold.rowOf(request.event(), request.bytes());
            JsonNode other = bodies.put(
                    row + " " + body.path("gradeid").asText() + " "
                            + body.path("timemodified").asText(),
                    body);
            if (other != null && !other.equals(body)) {
                sharing.add(row);
            }
        }
        return sharing.size();
    }

    private static int tens(String kind, Map<String, String> records) {
        long rows =
                records.keySet().stream().filter(key -> key.startsWith(kind)).count();
        return (int) ((rows + 9) / 10);
    }

    /** What Zoho must show, in the words of the design's table. */
    private Map<String, String> expected() {
        Map<String, String> records = new TreeMap<>();
        Map<String, Map<String, String>> rows = fold.newest();
        rows.forEach((row, columns) -> {
            String user = columns.get("moodle_user_id");
            boolean known = rows.containsKey("students " + user);
            if (row.startsWith("students ")) {
                records.put("student " + user, student(columns));
            } else if (known
                    && row.startsWith("enrollments ")
                    && columns.get("role_id").equals("5")) {
                records.put(
                        "enrolment " + columns.get("moodle_enrollment_id"),
                        "user " + user + ", course " + columns.get("course_id"));
            } else if (known && row.startsWith("grades ") && columns.get("item_name") != null) {
                records.put("grade " + user + "-" + columns.get("item_id"), "user " + user + ", " + award(columns));
            }
        });
        return records;
    }

    private static String student(Map<String, String> columns) {
        if (columns.get("deleted").equals("true")) {
            return "Deleted";
        }
        String name = line(columns.get("first_name") + " " + columns.get("last_name"));
        return (columns.get("suspended").equals("true") ? "Suspended" : "Active") + ", "
                + (name.isEmpty() ? columns.get("username") : name);
    }

    /** Name is a single line: breaks of any kind become spaces in it. */
    private static String line(String text) {
        return text.replaceAll("(?U)\\s+", " ").strip();
    }

    private static String award(Map<String, String> columns) {
        String grade = columns.get("final_grade");
        String points = grade == null
                ? "null"
                : new BigDecimal(grade)
                        .setScale(2, RoundingMode.FLOOR)
                        .stripTrailingZeros()
                        .toPlainString();
        return columns.get("btec_grade") + " " + points;
    }

    private Map<String, String> inZoho() {
        Map<String, String> records = new TreeMap<>();
        Map<String, String> users = new HashMap<>();
        for (ObjectNode student : zoho.records("BTEC_Students")) {
            String key = student.path("Student_Moodle_ID").asText();
            users.put(student.path("id").asText(), key);
            String status = student.path("Status").asText();
            records.put(
                    "student " + key,
                    status.equals("Deleted")
                            ? status
                            : status + ", " + line(student.path("Name").asText()));
        }
        for (ObjectNode enrolment : zoho.records("Enrollments")) {
            records.put(
                    "enrolment " + enrolment.path("Moodle_Enrollment_ID").asText(),
                    "user "
                            + users.get(enrolment
                                    .path("Enrolled_Students")
                                    .path("id")
                                    .asText()) + ", course "
                            + enrolment.path("Moodle_Course_ID").asText());
        }
        for (ObjectNode grade : zoho.records("Grades")) {
            JsonNode points = grade.path("Grade");
            records.put(
                    "grade " + grade.path("Moodle_Grade_Composite_Key").asText(),
                    "user " + users.get(grade.path("Student").path("id").asText()) + ", "
                            + grade.path("BTEC_Grade_Name").asText() + " "
                            + (points.isNull()
                                    ? "null"
                                    : points.decimalValue().stripTrailingZeros().toPlainString()));
        }
        return records;
    }
}
