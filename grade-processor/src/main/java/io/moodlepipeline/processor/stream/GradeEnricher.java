package io.moodlepipeline.processor.stream;

import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.event.Decoded;
import io.moodlepipeline.event.EventCodec;
import io.moodlepipeline.event.EventHeaders;
import io.moodlepipeline.event.EventMetadata;
import io.moodlepipeline.event.EventType;
import io.moodlepipeline.event.FieldProblem;
import io.moodlepipeline.event.GradeEvent;
import io.moodlepipeline.event.GradeItem;
import io.moodlepipeline.processor.banding.BandingPolicy;
import io.moodlepipeline.processor.banding.BandingRules;
import io.moodlepipeline.processor.banding.GradeBanding;
import io.moodlepipeline.processor.banding.MultilingualScale;
import io.moodlepipeline.processor.banding.MultilingualText;
import io.moodlepipeline.runtime.deadletter.Failure;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Reads a grade, judges it and writes it down with its judgement. A pure function of the record and the rules. */
final class GradeEnricher {
    private final BandingPolicy policy;

    GradeEnricher(BandingPolicy policy) {
        this.policy = policy;
    }

    /**
     * @param header gives a header's text by its name, null when absent
     * @param body null for a record without a value
     */
    Enrichment enrich(UnaryOperator<String> header, byte[] body) {
        return EventMetadata.fromHeaders(header).fold(metadata -> enrich(metadata, body), Enrichment::refused);
    }

    private Enrichment enrich(EventMetadata metadata, byte[] body) {
        if (metadata.type() != EventType.GRADE_UPDATED) {
            return Enrichment.refused(Decoded.Malformed.of(
                    DeadLetterCode.INVALID_METADATA,
                    EventHeaders.TYPE,
                    "is not " + EventType.GRADE_UPDATED.cloudEventType() + ", the only type of this topic"));
        }
        if (body == null) {
            return Enrichment.refused(
                    Decoded.Malformed.of(DeadLetterCode.NOT_JSON, "body", "is missing: the record has no value"));
        }
        BandingRules rules = policy.rulesOf(metadata.tenant());
        return EventCodec.decode(EventType.GRADE_UPDATED, body)
                .fold(event -> enrich(body, (GradeEvent) event, rules), Enrichment::refused);
    }

    private static Enrichment enrich(byte[] body, GradeEvent grade, BandingRules rules) {
        return GradeBanding.band(grade, rules)
                .fold(
                        banding -> new Enrichment.Enriched(
                                EventCodec.encodeEnriched(body, names(grade.item(), rules.language()), banding),
                                banding),
                        GradeEnricher::contradictory);
    }

    /** What Moodle shows of names that hold several languages, in one of them. */
    private static Map<String, String> names(GradeItem item, String language) {
        Map<String, String> names = new HashMap<>();
        MultilingualText name = MultilingualText.of(item.name() == null ? "" : item.name());
        if (name.isTagged()) {
            names.put("itemname", name.in(language));
        }
        if (item.scale() != null) {
            MultilingualScale scale = MultilingualScale.of(item.scale());
            if (scale.isTagged()) {
                names.put("scale", scale.in(language));
            }
        }
        return names;
    }

    private static Enrichment contradictory(FieldProblem problem) {
        return new Enrichment.Refused(new Failure(
                DeadLetterCode.CONTRADICTORY_GRADE_RANGE,
                Failure.TRANSFORMATION,
                GradeBanding.class.getName(),
                problem.toString()));
    }
}
