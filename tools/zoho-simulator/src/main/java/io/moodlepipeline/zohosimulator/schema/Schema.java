package io.moodlepipeline.zohosimulator.schema;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The modules of an organisation, by API name. */
public record Schema(Map<String, ModuleSchema> modules) {
    public Schema {
        modules = Collections.unmodifiableMap(new LinkedHashMap<>(modules));
    }

    /** API names are case-sensitive. */
    public Optional<ModuleSchema> module(String apiName) {
        return Optional.ofNullable(modules.get(apiName));
    }

    /** The same, but no two records of a module may have the same value in this field. */
    public Schema withUnique(String module, String field) {
        Map<String, ModuleSchema> changed = new LinkedHashMap<>(modules);
        changed.computeIfPresent(module, (name, old) -> old.withUnique(field));
        return new Schema(changed);
    }

    public Collection<ModuleSchema> all() {
        return modules.values();
    }
}
