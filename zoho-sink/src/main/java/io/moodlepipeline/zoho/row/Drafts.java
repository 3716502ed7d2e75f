package io.moodlepipeline.zoho.row;

import io.moodlepipeline.event.EnrichedGradeEvent;
import io.moodlepipeline.event.EnrolmentEvent;
import io.moodlepipeline.event.MoodleEvent;
import io.moodlepipeline.event.UserEvent;
import io.moodlepipeline.runtime.consumer.ConsumedEvent;
import io.moodlepipeline.zoho.mapping.Mapping;
import io.moodlepipeline.zoho.mapping.Role;
import io.moodlepipeline.zoho.mapping.Source;
import java.time.Instant;

/** Where events belong, by a tenant's mapping alone: Zoho need not be asked for its fields. */
public final class Drafts {
    private final Mapping mapping;
    private final String tenant;

    public Drafts(Mapping mapping, String tenant) {
        this.mapping = mapping;
        this.tenant = tenant;
    }

    public Draft draft(ConsumedEvent event) {
        Role role = role(event.event());
        // A key is made of ids, which are the same at any time.
        String key = key(role, values(tenant, event.event(), Instant.EPOCH));
        String studentKey = role == Role.STUDENT ? null : studentKey(event.event());
        return new Draft(role, key, studentKey, isSent(event.event()));
    }

    static Values values(String tenant, MoodleEvent event, Instant now) {
        if (event instanceof UserEvent user) {
            return new UserValues(tenant, user);
        }
        if (event instanceof EnrolmentEvent enrolment) {
            return new EnrolmentValues(tenant, enrolment, now);
        }
        if (event instanceof EnrichedGradeEvent grade) {
            return new GradeValues(tenant, grade);
        }
        throw new IllegalArgumentException("A grade without its band has no place in Zoho");
    }

    private static Role role(MoodleEvent event) {
        if (event instanceof UserEvent) {
            return Role.STUDENT;
        }
        return event instanceof EnrolmentEvent ? Role.ENROLMENT : Role.GRADE;
    }

    /** A student's key is made of the user's id, which every event has, and the tenant. */
    private String studentKey(MoodleEvent event) {
        return key(Role.STUDENT, source -> source == Source.TENANT ? Value.text(tenant) : Value.number(event.userId()));
    }

    private String key(Role role, Values values) {
        return mapping.of(role)
                .key()
                .fill(source -> values.of(source).map(Value::plain))
                .orElseThrow();
    }

    private boolean isSent(MoodleEvent event) {
        if (event instanceof EnrolmentEvent enrolment) {
            return !enrolment.isDeleted() && mapping.filters().admits(enrolment);
        }
        return !(event instanceof EnrichedGradeEvent judged)
                || (!judged.grade().isDeleted() && mapping.filters().admits(judged.grade()));
    }
}
