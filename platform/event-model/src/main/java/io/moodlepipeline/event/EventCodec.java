package io.moodlepipeline.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.event.json.FieldReader;
import io.moodlepipeline.event.json.JsonObjects;

/** Reads the bodies of events, and writes those that the pipeline makes itself. */
public final class EventCodec {
    private EventCodec() {}

    /** Reads and checks a body; the result lists every problem at once. */
    public static Decoded<MoodleEvent> decode(EventType type, byte[] body) {
        return JsonObjects.parse(body).fold(object -> decode(type, object), Decoded.Malformed::as);
    }

    /** Checks the fields of an object already parsed. */
    public static Decoded<MoodleEvent> decode(EventType type, ObjectNode object) {
        FieldReader fields = new FieldReader(object);
        MoodleEvent event = type.read(fields);
        return fields.problems().isEmpty()
                ? new Decoded.Valid<>(event)
                : new Decoded.Malformed<>(DeadLetterCode.INVALID_FIELD, fields.problems());
    }

    /** The body of a {@link EventType#GRADE_ENRICHED} event: all fields of the grade, unknown ones too, and the judgement. */
    public static byte[] encodeEnriched(ObjectNode grade, Banding banding) {
        ObjectNode enriched = grade.deepCopy();
        EnrichedGradeEvent.write(enriched, banding);
        return JsonObjects.write(enriched);
    }
}
