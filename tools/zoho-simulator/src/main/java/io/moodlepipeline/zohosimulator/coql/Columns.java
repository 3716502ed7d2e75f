package io.moodlepipeline.zohosimulator.coql;

import io.moodlepipeline.zohosimulator.schema.FieldSchema;
import io.moodlepipeline.zohosimulator.schema.ModuleSchema;
import io.moodlepipeline.zohosimulator.schema.Schema;
import java.util.Optional;

/** Finds the fields that a query names: the module's own, or one step through a lookup. */
final class Columns {
    /** @param lookup through which the field is reached; empty for the module's own */
    record Column(Optional<FieldSchema> lookup, FieldSchema field) {}

    private final Schema schema;
    private final ModuleSchema module;

    Columns(Schema schema, ModuleSchema module) {
        this.schema = schema;
        this.module = module;
    }

    Column find(String name) throws CoqlException {
        int dot = name.indexOf('.');
        Optional<Column> found = dot < 0
                ? module.field(name).map(field -> new Column(Optional.empty(), field))
                : through(name.substring(0, dot), name.substring(dot + 1));
        return found.orElseThrow(() -> new CoqlException(CoqlException.Code.INVALID_QUERY, "column_name", name));
    }

    private Optional<Column> through(String lookup, String target) {
        return module.field(lookup)
                .flatMap(step -> step.lookup()
                        .flatMap(schema::module)
                        .flatMap(there -> there.field(target))
                        .map(field -> new Column(Optional.of(step), field)));
    }
}
