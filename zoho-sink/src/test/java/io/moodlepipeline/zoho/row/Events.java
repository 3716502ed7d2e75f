package io.moodlepipeline.zoho.row;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.event.BandBasis;
import io.moodlepipeline.event.Banding;
import io.moodlepipeline.event.BtecGrade;
import io.moodlepipeline.event.EnrichedGradeEvent;
import io.moodlepipeline.event.EventCodec;
import io.moodlepipeline.event.EventMetadata;
import io.moodlepipeline.event.EventType;
import io.moodlepipeline.event.GradeEvent;
import io.moodlepipeline.event.MoodleEvent;
import io.moodlepipeline.event.Version;
import io.moodlepipeline.runtime.consumer.ConsumedEvent;
import io.moodlepipeline.runtime.record.Origin;
import io.moodlepipeline.testkit.SampleEvents;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;

/** Events as the sink consumes them. */
final class Events {
    static final Banding MERIT = new Banding(BtecGrade.MERIT, null, BandBasis.ASSUMED_100, null, 1);

    private Events() {}

    static ConsumedEvent user(Consumer<ObjectNode> change) {
        return consumed(EventType.USER_UPDATED, SampleEvents.userUpdated(change));
    }

    static ConsumedEvent enrolment(Consumer<ObjectNode> change) {
        return consumed(EventType.USER_ENROLLED, SampleEvents.userEnrolled(change));
    }

    static ConsumedEvent grade(Banding banding, Consumer<ObjectNode> change) {
        return judged(consumed(EventType.GRADE_UPDATED, SampleEvents.gradeUpdated(change)), banding);
    }

    /** The same as the grade processor makes it. */
    static ConsumedEvent judged(ConsumedEvent event, Banding banding) {
        return of(EventType.GRADE_ENRICHED, new EnrichedGradeEvent((GradeEvent) event.event(), banding));
    }

    static ConsumedEvent consumed(EventType type, byte[] body) {
        return EventCodec.decode(type, body).fold(event -> of(type, event), malformed -> {
            throw new AssertionError(malformed.summary());
        });
    }

    private static ConsumedEvent of(EventType type, MoodleEvent event) {
        EventMetadata metadata = new EventMetadata(
                UUID.fromString("01890000-0000-7000-8000-000000000001"),
                type,
                "north",
                Instant.ofEpochSecond(SampleEvents.TIME),
                UUID.fromString("01890000-0000-7000-8000-000000000002"),
                0);
        return new ConsumedEvent(metadata, event, Version.of(metadata, event), new Origin(type.topic(), 0, 0));
    }
}
