package io.moodlepipeline.event;

import io.moodlepipeline.event.json.FieldReader;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The kinds of event. Each has one topic, one {@code ce_type} and one record that holds its fields; a new kind is one constant
 * here and its record.
 */
public enum EventType {
    USER_CREATED("user_created", "moodle.user-created", UserEvent::read),
    USER_UPDATED("user_updated", "moodle.user-updated", UserEvent::read),
    USER_ENROLLED("user_enrolled", "moodle.user-enrolled", EnrolmentEvent::read),
    GRADE_UPDATED("grade_updated", "moodle.grade-updated", GradeEvent::read),
    /** Made by the grade processor; not accepted from outside. */
    GRADE_ENRICHED("grade_enriched", "moodle.grade-enriched", EnrichedGradeEvent::read);

    private final String pathName;
    private final String topic;

    @SuppressWarnings("ImmutableEnumChecker") // each is a reference to a static method, which holds no state
    private final Function<FieldReader, MoodleEvent> reader;

    @SuppressWarnings("ImmutableEnumChecker") // never changed
    private final Set<String> fields;

    EventType(String pathName, String topic, Function<FieldReader, MoodleEvent> reader) {
        this.pathName = pathName;
        this.topic = topic;
        this.reader = reader;
        this.fields = FieldReader.asked(this::read);
    }

    /** The last segment of the webhook's path, such as {@code user_created}. */
    public String pathName() {
        return pathName;
    }

    public String topic() {
        return topic;
    }

    /** The CloudEvents type, such as {@code moodle.user_created}. */
    public String cloudEventType() {
        return "moodle." + pathName;
    }

    /** Whether its record asks for a field of this name. */
    boolean has(String field) {
        return fields.contains(field);
    }

    MoodleEvent read(FieldReader fields) {
        return reader.apply(fields);
    }

    /** The types that webhooks post: all but those that the pipeline makes itself. */
    public static List<EventType> webhooks() {
        return Stream.of(values()).filter(type -> type != GRADE_ENRICHED).toList();
    }

    static Optional<EventType> ofCloudEventType(String cloudEventType) {
        return Stream.of(values())
                .filter(type -> type.cloudEventType().equals(cloudEventType))
                .findFirst();
    }
}
