package io.moodlepipeline.zoho.delivery;

import io.moodlepipeline.runtime.consumer.TargetException;
import io.moodlepipeline.runtime.service.UnrecoverableException;
import io.moodlepipeline.zoho.api.ZohoException;

/** What a call that brought no answer means for the batch. */
final class CallFailures {
    private CallFailures() {}

    /** @throws UnrecoverableException when only a person can mend it: the tenant stops */
    static TargetException of(ZohoException e) {
        return switch (e.kind()) {
            case CONFIGURATION -> throw new UnrecoverableException(e.getMessage(), e);
            case UNAVAILABLE, THROTTLED -> TargetException.unavailable(e.getMessage(), e);
            // Something in it that Zoho does not name: the batch is halved until the record is found.
            case REJECTED -> TargetException.unknown(e.getMessage(), e);
        };
    }
}
