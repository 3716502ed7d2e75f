package io.moodlepipeline.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.event.json.FieldReader;
import io.moodlepipeline.event.json.JsonObjects;
import java.util.List;
import java.util.Map;

/** Reads the bodies of events, and writes those that the pipeline makes itself. */
public final class EventCodec {
    private EventCodec() {}

    /** Reads and checks a body; the result lists every problem at once. */
    public static Decoded<MoodleEvent> decode(EventType type, byte[] body) {
        return parse(type, body).fold(object -> decode(type, object), Decoded.Malformed::as);
    }

    /** Parses a body; of its fields only those that are known come out, unchecked. */
    public static Decoded<ObjectNode> parse(EventType type, byte[] body) {
        return JsonObjects.parse(body, type::has, maxValues(type));
    }

    /** What a grade may have, its judgement is not to count against. */
    private static int maxValues(EventType type) {
        return type == EventType.GRADE_ENRICHED
                ? JsonObjects.MAX_VALUES + EnrichedGradeEvent.JUDGEMENT_VALUES
                : JsonObjects.MAX_VALUES;
    }

    /** Checks the fields of an object already parsed. */
    public static Decoded<MoodleEvent> decode(EventType type, ObjectNode object) {
        FieldReader fields = new FieldReader(object);
        MoodleEvent event = type.read(fields);
        return fields.problems().isEmpty()
                ? new Decoded.Valid<>(event)
                : new Decoded.Malformed<>(DeadLetterCode.INVALID_FIELD, fields.problems());
    }

    /** For who takes events in: what contradicts itself can be told to its sender at once. */
    public static Decoded<MoodleEvent> consistent(Decoded<MoodleEvent> decoded) {
        return decoded.fold(
                event -> event.contradiction()
                        .<Decoded<MoodleEvent>>map(problem ->
                                new Decoded.Malformed<>(DeadLetterCode.CONTRADICTORY_GRADE_RANGE, List.of(problem)))
                        .orElse(decoded),
                malformed -> decoded);
    }

    /**
     * The body of a {@link EventType#GRADE_ENRICHED} event: the grade's as it was sent, unknown fields too, with the judgement in the
     * place of anything a sender put under the same names.
     *
     * @param grade a body that {@link #parse} took
     * @param texts what fields of these names are to hold instead of what was sent
     */
    public static byte[] encodeEnriched(byte[] grade, Map<String, String> texts, Banding banding) {
        ObjectNode replaced = EnrichedGradeEvent.judgement(banding);
        texts.forEach(replaced::put);
        return JsonObjects.with(grade, replaced);
    }
}
