package io.moodlepipeline.zoho.row;

import io.moodlepipeline.zoho.mapping.Source;
import java.util.Optional;

/** The values of one event. */
interface Values {

    /**
     * @param source one of the event's role, but not its Name
     * @return empty when the event has no value there
     */
    Optional<Value> of(Source source);
}
