package io.moodlepipeline.zohosimulator.record;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Looks at each row before it is written, and may refuse it for reasons of its own. */
@FunctionalInterface
public interface RowInspector {
    Optional<RowError> refusal(String org, String module, int index, JsonNode row);
}
