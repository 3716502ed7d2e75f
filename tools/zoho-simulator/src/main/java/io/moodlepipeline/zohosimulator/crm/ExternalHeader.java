package io.moodlepipeline.zohosimulator.crm;

import io.moodlepipeline.zohosimulator.http.Call;
import io.moodlepipeline.zohosimulator.record.ExternalReferences;
import io.moodlepipeline.zohosimulator.schema.FieldSchema;
import io.moodlepipeline.zohosimulator.schema.ModuleSchema;
import io.moodlepipeline.zohosimulator.schema.Schema;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads {@code X-EXTERNAL}: {@code Module.Field} and {@code Module.Lookup.Field}, with commas between. */
final class ExternalHeader {
    static final String NAME = "X-EXTERNAL";

    private final ModuleSchema module;
    private final Schema schema;
    private final Map<String, String> lookups = new HashMap<>();
    private Optional<String> ownField = Optional.empty();

    private ExternalHeader(ModuleSchema module, Schema schema) {
        this.module = module;
        this.schema = schema;
    }

    /** @throws RefusedException when the header breaks its grammar or names no external id */
    static ExternalReferences read(Call call, ModuleSchema module, Schema schema) {
        Optional<String> header = call.header(NAME);
        if (header.isEmpty()) {
            return ExternalReferences.NONE;
        }
        ExternalHeader reader = new ExternalHeader(module, schema);
        for (String part : header.get().split(",", -1)) {
            reader.part(part.strip());
        }
        return new ExternalReferences(reader.ownField, reader.lookups);
    }

    private void part(String text) {
        String[] names = text.split("\\.", -1);
        if (names.length < 2 || names.length > 3 || !names[0].equals(module.apiName())) {
            throw refused();
        }
        if (names.length == 2) {
            ownField = Optional.of(external(module, names[1]));
            return;
        }
        ModuleSchema target = module.field(names[1])
                .flatMap(FieldSchema::lookup)
                .flatMap(schema::module)
                .orElseThrow(ExternalHeader::refused);
        lookups.put(names[1], external(target, names[2]));
    }

    private static String external(ModuleSchema module, String field) {
        return module.field(field)
                .filter(found -> found.external().filter("org"::equals).isPresent())
                .map(FieldSchema::apiName)
                .orElseThrow(ExternalHeader::refused);
    }

    private static RefusedException refused() {
        return new RefusedException(RequestError.invalidData(NAME));
    }
}
