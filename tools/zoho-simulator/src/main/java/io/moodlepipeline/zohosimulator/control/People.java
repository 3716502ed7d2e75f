package io.moodlepipeline.zohosimulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.moodlepipeline.zohosimulator.crm.Organisation;
import io.moodlepipeline.zohosimulator.http.Json;
import io.moodlepipeline.zohosimulator.record.ExternalReferences;
import io.moodlepipeline.zohosimulator.record.RowOutcome;
import io.moodlepipeline.zohosimulator.record.WriteMode;
import io.moodlepipeline.zohosimulator.record.WriteRequest;
import io.moodlepipeline.zohosimulator.schema.ModuleSchema;
import java.util.List;
import java.util.Optional;

/** Makes and changes records as somebody does who works in Zoho: without the API's limits, but not past the fields' rules. */
public final class People {

    /**
     * @param record with {@code id}: that one is changed; else a new one is made
     * @return its id
     * @throws IllegalArgumentException when Zoho would not take it
     */
    public String put(Organisation org, ModuleSchema module, JsonNode record) {
        WriteMode mode = record.has(ModuleSchema.ID) ? WriteMode.UPDATE : WriteMode.INSERT;
        WriteRequest request =
                new WriteRequest(module, mode, List.of(record), List.of(), ExternalReferences.NONE, Optional.empty());
        RowOutcome outcome = org.records().write(request).get(0);
        return outcome.fold(written -> written.record().idText(), refused -> {
            throw new IllegalArgumentException(Json.write(refused.error().toJson()));
        });
    }
}
