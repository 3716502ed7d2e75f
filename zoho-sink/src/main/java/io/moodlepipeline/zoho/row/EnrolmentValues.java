package io.moodlepipeline.zoho.row;

import io.moodlepipeline.event.EnrolmentEvent;
import io.moodlepipeline.zoho.mapping.Source;
import java.time.Instant;
import java.util.Optional;

/** @param now decides whether the enrolment has ended */
record EnrolmentValues(String tenant, EnrolmentEvent enrolment, Instant now) implements Values {

    static final String ENDED = "Ended";

    @Override
    public Optional<Value> of(Source source) {
        return switch (source) {
            case TENANT -> Value.text(tenant);
            case ENROLMENT_ID -> Value.number(enrolment.enrolmentId());
            case USER_ID -> Value.number(enrolment.userId());
            case COURSE_ID -> Value.number(enrolment.courseId());
            case COURSE_SHORT_NAME -> Value.text(enrolment.courseShortName());
            case ROLE_ID -> Value.number(enrolment.roleId());
            case ENROLMENT_STATUS -> Value.text(status());
            case TIME_START -> Value.time(enrolment.timeStart());
            case TIME_END -> Value.time(enrolment.timeEnd());
            case DELETED -> Value.flag(enrolment.deleted());
            case TIME_CREATED -> Value.time(enrolment.timeCreated());
            case TIME_MODIFIED -> Value.time(enrolment.timeModified());
            default -> throw new IllegalArgumentException(source + " is no value of an enrolment");
        };
    }

    private String status() {
        if (enrolment.suspended()) {
            return "Suspended";
        }
        return enrolment.timeEnd() > 0 && enrolment.timeEnd() <= now.getEpochSecond() ? ENDED : "Active";
    }
}
