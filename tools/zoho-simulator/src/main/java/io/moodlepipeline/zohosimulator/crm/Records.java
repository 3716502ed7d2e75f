package io.moodlepipeline.zohosimulator.crm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.moodlepipeline.zohosimulator.record.ExternalReferences;
import io.moodlepipeline.zohosimulator.record.OrgRecords;
import io.moodlepipeline.zohosimulator.record.RecordIdText;
import io.moodlepipeline.zohosimulator.record.StoredRecord;
import io.moodlepipeline.zohosimulator.schema.ModuleSchema;
import java.util.Optional;

/** Finds the record that a path or a parameter names: by its id, or with {@code X-EXTERNAL} by its external id. */
final class Records {
    private Records() {}

    /** @throws RefusedException when the text is no id at all */
    static Optional<Long> id(
            OrgRecords records, ModuleSchema module, ExternalReferences external, String text, String parameter) {
        if (external.ownField().isPresent()) {
            return records.find(module, external.ownField().get(), TextNode.valueOf(text))
                    .map(StoredRecord::id);
        }
        return Optional.of(RecordIdText.parse(text)
                .orElseThrow(() -> new RefusedException(RequestError.unreadableParameter(parameter))));
    }

    static Optional<ObjectNode> find(
            OrgRecords records, ModuleSchema module, ExternalReferences external, String text) {
        return id(records, module, external, text, "id").flatMap(id -> records.find(module, id));
    }
}
