package io.moodlepipeline.zoho;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A record as somebody makes it in Zoho. */
final class SimulatedRecord {
    private final ObjectNode json = JsonNodeFactory.instance.objectNode();

    static SimulatedRecord of(String field, String value) {
        return new SimulatedRecord().with(field, value);
    }

    SimulatedRecord with(String field, String value) {
        json.put(field, value);
        return this;
    }

    ObjectNode json() {
        return json;
    }
}
