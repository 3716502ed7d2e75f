package io.moodlepipeline.zohosimulator.record;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Where in the request something is wrong. */
record Place(int row, String apiName) {
    ObjectNode addTo(ObjectNode details) {
        details.put("api_name", apiName);
        details.put("json_path", "$.data[" + row + "]." + apiName);
        return details;
    }
}
