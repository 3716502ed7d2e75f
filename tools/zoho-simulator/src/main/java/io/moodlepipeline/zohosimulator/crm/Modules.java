package io.moodlepipeline.zohosimulator.crm;

import io.moodlepipeline.zohosimulator.schema.ModuleSchema;
import io.moodlepipeline.zohosimulator.schema.Schema;

/** Finds the module that a path names. */
final class Modules {
    private Modules() {}

    /** @throws RefusedException when there is none, or the API may not use it */
    static ModuleSchema find(Schema schema, String apiName) {
        return schema.module(apiName)
                .filter(ModuleSchema::apiSupported)
                .orElseThrow(() -> new RefusedException(RequestError.invalidModule()));
    }
}
