package io.moodlepipeline.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Bodies that cost the most memory or time for their size, as a fuzzer finds them: as large as the gateway takes, most with as many values
 * as it takes, some with more.
 */
final class WorstBodies {
    private static final int MAX_BYTES = 1024 * 1024;

    /** Leaves the values that the rest of a body has. */
    private static final int MANY = 9_900;

    /** Half of them keys. */
    private static final int MANY_MEMBERS = 4_900;

    /** An escaped NUL and a letter beyond Latin-1 at the end of a long ASCII text: it is unescaped, widened and cleaned. */
    private static final String WIDENING = "\\u0000\u0633";

    private final List<Submission> submissions = new ArrayList<>();

    private final long first;

    /** @param first number of a person and row; no two instances may share any */
    private WorstBodies(long first) {
        this.first = first;
    }

    /** Each is one event, of a person and a row of its own. */
    static List<Submission> each() {
        WorstBodies bodies = new WorstBodies(1);
        bodies.unknown("x", "[", "{}", MANY, "]");
        bodies.unknown("x", "[", "[]", MANY, "]");
        bodies.unknown("x", "[", "0", MANY, "]");
        bodies.unknown("x", "[", "[[[[[[[[[[[[[[]]]]]]]]]]]]]]", MANY / 14, "]");
        bodies.unknownMembers("\"k%d\":{}");
        bodies.unknownMembers("\"k%d" + "y".repeat(190) + "\\n\u0633\":1");
        bodies.unknownMembers("\"k%d\":{\"%<d\":[]}", MANY / 4);
        bodies.collidingMembers();
        bodies.filled("\"x\":[", "{},", "{}]");
        bodies.filled("\"x\":[", "[],", "[]]");
        bodies.filled("\"x\":{\"a\":[", "\"\",", "0]}");
        bodies.filled("\"x\":1", "0", "");
        bodies.filled("\"x\":1.", "0", "e999999999");
        bodies.filled("\"finalgrade\":1", "0", "");
        bodies.filled("\"", "k", "\":1");
        bodies.filled("\"\\n\u0633", "k", "\":1");
        bodies.filled("\"x\":\"", "\\u0000", "\"");
        bodies.filled("\"feedback\":\"", "x", "\"");
        bodies.filled("\"feedback\":\"", "x", WIDENING + "\"");
        bodies.filled("\"feedback\":\"", "\uD83D\uDE00", "\"");
        bodies.filled("\"feedback\":\"", "\\u0000", "\"");
        bodies.filled("\"feedback\":\"", "\\ud800", "\"");
        bodies.filled("\"feedback\":\"", "\\ud83d\\ude00", "\"");
        bodies.filled("\"feedback\":\"", "\\\"", "\"");
        bodies.filled("\"scale\":[" + "\"\u0633\",".repeat(MANY) + "\"", "x", "\"]");
        bodies.filled("\"scale\":[" + "{},".repeat(MANY) + "\"", "x", "\"]");
        bodies.filled("\"finalgrade\":1,\"scale\":\"", ",", "\"");
        bodies.filled("\"finalgrade\":1,\"scale\":\"Pass,", "a,", "Pass\"");
        bodies.filled("\"finalgrade\":1,\"scale\":\"{mlang en}", "{mlang ar},{mlang}", "\"");
        bodies.filled("\"itemname\":\"", "{mlang en}", "\"");
        bodies.filled("\"itemname\":\"", "<span lang='en' class='multilang'>", "\"");
        bodies.filled("\"x\":" + "[".repeat(16) + "]".repeat(16) + ",\"y\":\"", "x", "\"");
        return bodies.submissions;
    }

    /**
     * Events of the largest size that are all good, of every kind: as text they take the most.
     *
     * @param first number of a row
     */
    static List<Submission> healthy(long first, int ofEachKind) {
        WorstBodies bodies = new WorstBodies(first);
        for (long i = bodies.first; i < bodies.first + ofEachKind; i++) {
            bodies.filled("\"feedback\":\"", "x", WIDENING + "\"");
            bodies.add("user_updated", user(i) + "\"city\":\"", "x", WIDENING + "\"}");
            bodies.add("user_enrolled", enrolment(i) + "\"courseshortname\":\"", "x", WIDENING + "\"}");
        }
        return bodies.submissions;
    }

    private void unknown(String name, String open, String value, int count, String close) {
        String list = IntStream.range(0, count).mapToObj(i -> value).collect(Collectors.joining(",", open, close));
        filled("\"" + name + "\":" + list + ",\"feedback\":\"", "x", WIDENING + "\"");
    }

    private void unknownMembers(String member) {
        unknownMembers(member, MANY_MEMBERS);
    }

    private void unknownMembers(String member, int count) {
        String members = IntStream.range(0, count)
                .mapToObj(i -> String.format(member, i))
                .collect(Collectors.joining(","));
        filled("\"x\":{" + members + "},\"y\":\"", "x", "\"");
    }

    /** "Aa" and "BB" have the same hash code, and so has any text made of them. */
    private void collidingMembers() {
        String members = IntStream.range(0, 1 << 12)
                .mapToObj(i -> "\""
                        + Integer.toBinaryString(1 << 12 | i).replace("0", "Aa").replace("1", "BB") + "\":0")
                .collect(Collectors.joining(","));
        filled("\"x\":{" + members + "},\"y\":\"", "x", "\"");
    }

    /** A grade with further fields, filled up to the largest size. */
    private void filled(String before, String unit, String after) {
        long number = first + submissions.size();
        String grade = "{\"gradeid\":" + number + ",\"userid\":" + number + ",\"itemid\":" + number
                + ",\"timecreated\":1700000000,\"timemodified\":1700000000,";
        add("grade_updated", grade + before, unit, after + "}");
    }

    private void add(String event, String before, String unit, String after) {
        int room = MAX_BYTES - length(before) - length(after);
        String body = before + unit.repeat(room / length(unit)) + after;
        submissions.add(new Submission(event, UUID.randomUUID(), body, null));
    }

    private static int length(String text) {
        return text.getBytes(UTF_8).length;
    }

    private static String user(long number) {
        return object(Map.of("userid", number, "timecreated", 1L, "timemodified", 1_700_000_000L))
                + "\"username\":\"u\",\"firstname\":\"f\",\"lastname\":\"l\",\"email\":\"\",\"suspended\":false,\"deleted\":false,";
    }

    private static String enrolment(long number) {
        Map<String, Long> fields = new LinkedHashMap<>();
        for (String field : List.of("enrollmentid", "userid", "courseid", "roleid", "timestart", "timecreated")) {
            fields.put(field, number);
        }
        return object(fields) + "\"status\":0,";
    }

    private static String object(Map<String, Long> fields) {
        return fields.entrySet().stream()
                .map(field -> "\"" + field.getKey() + "\":" + field.getValue() + ",")
                .collect(Collectors.joining("", "{", ""));
    }
}
