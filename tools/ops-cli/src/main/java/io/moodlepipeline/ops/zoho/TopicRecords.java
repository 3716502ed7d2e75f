package io.moodlepipeline.ops.zoho;

import io.moodlepipeline.event.EventType;
import io.moodlepipeline.zoho.mapping.Role;

/** Which records in Zoho the events of a topic are about. */
public final class TopicRecords {
    private TopicRecords() {}

    /** @param topic one that the zoho-sink reads */
    public static Role roleOf(String topic) {
        if (topic.equals(EventType.USER_ENROLLED.topic())) {
            return Role.ENROLMENT;
        }
        return topic.equals(EventType.GRADE_ENRICHED.topic()) ? Role.GRADE : Role.STUDENT;
    }
}
