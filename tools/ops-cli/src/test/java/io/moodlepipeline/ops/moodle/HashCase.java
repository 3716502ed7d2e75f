package io.moodlepipeline.ops.moodle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;

/** What the plugin and we both must make of the same values; the plugin's tests read the same file. */
record HashCase(String name, StateKind kind, ObjectNode fields, String hash) {
    private static final Path FILE = Path.of("../../moodle-plugin/vectors/moodle-state-hashes.json");

    static List<HashCase> all() {
        try {
            JsonNode cases = new ObjectMapper().readTree(FILE.toFile());
            return StreamSupport.stream(cases.spliterator(), false)
                    .map(each -> new HashCase(
                            each.get("case").asText(),
                            StateKind.of(each.get("kind").asText()).orElseThrow(),
                            (ObjectNode) each.get("fields"),
                            each.get("hash").asText()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An ordinary one. */
    static HashCase sample(StateKind kind) {
        return all().stream().filter(each -> each.kind() == kind).findFirst().orElseThrow();
    }

    StateKey key() {
        return kind == StateKind.GRADE
                ? new StateKey(
                        fields.get("userid").asLong(), fields.get("itemid").asLong())
                : new StateKey(fields.get("id").asLong(), 0);
    }

    /** What our side makes of them. */
    String hashOfFields() {
        return switch (kind) {
            case USER ->
                new UserState(
                                fields.get("id").asLong(),
                                text(fields, "username"),
                                text(fields, "firstname"),
                                text(fields, "lastname"),
                                text(fields, "email"),
                                text(fields, "idnumber"),
                                text(fields, "phone1"),
                                text(fields, "city"),
                                text(fields, "country"),
                                fields.get("suspended").booleanValue())
                        .hash();
            case ENROLMENT ->
                new EnrolmentState(
                                fields.get("id").asLong(),
                                fields.get("userid").asLong(),
                                fields.get("courseid").asLong(),
                                fields.get("status").asInt() == 1,
                                time(fields, "timestart"),
                                time(fields, "timeend"),
                                ids(fields.get("roleids")))
                        .hash();
            case GRADE ->
                new GradeState(
                                fields.get("userid").asLong(),
                                fields.get("itemid").asLong(),
                                fields.get("gradeid").asLong(),
                                fields.get("courseid").asLong(),
                                text(fields, "itemtype"),
                                text(fields, "itemname"),
                                decimal(fields, "finalgrade"),
                                decimal(fields, "grademin"),
                                decimal(fields, "grademax"),
                                text(fields, "scale"),
                                fields.get("hidden").booleanValue(),
                                text(fields, "feedback"))
                        .hash();
        };
    }

    private static String text(JsonNode fields, String name) {
        return fields.get(name).textValue();
    }

    private static BigDecimal decimal(JsonNode fields, String name) {
        return fields.get(name).isNull() ? null : new BigDecimal(text(fields, name));
    }

    private static Instant time(JsonNode fields, String name) {
        long seconds = fields.get(name).asLong();
        return seconds == 0 ? null : Instant.ofEpochSecond(seconds);
    }

    private static List<Long> ids(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asLong)
                .toList();
    }

    @Override
    public String toString() {
        return kind.word() + ": " + name;
    }
}
