package io.moodlepipeline.zohosimulator.record;

import java.util.Map;
import java.util.Optional;

/**
 * What {@code X-EXTERNAL} says about one module.
 *
 * @param ownField the external id that addresses the module's own records
 * @param lookups for a lookup field, the external id of the records it points to
 */
public record ExternalReferences(Optional<String> ownField, Map<String, String> lookups) {
    public static final ExternalReferences NONE = new ExternalReferences(Optional.empty(), Map.of());

    public ExternalReferences {
        lookups = Map.copyOf(lookups);
    }
}
