package io.moodlepipeline.zohosimulator.coql;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** What a condition can ask a record. */
@FunctionalInterface
interface Row {
    /** Empty where the record has no value. */
    Optional<JsonNode> value(String column);
}
