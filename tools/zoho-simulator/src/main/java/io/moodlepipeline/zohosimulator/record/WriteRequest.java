package io.moodlepipeline.zohosimulator.record;

import com.fasterxml.jackson.databind.JsonNode;
import io.moodlepipeline.zohosimulator.schema.ModuleSchema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Rows to write, in their order.
 *
 * @param matchBy fields to find records by, in this order; for upserts
 * @param unmodifiedSince records changed later are left alone
 */
public record WriteRequest(
        ModuleSchema module,
        WriteMode mode,
        List<JsonNode> rows,
        List<String> matchBy,
        ExternalReferences external,
        Optional<Instant> unmodifiedSince) {}
