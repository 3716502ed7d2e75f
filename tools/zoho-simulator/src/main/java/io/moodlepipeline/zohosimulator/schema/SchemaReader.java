package io.moodlepipeline.zohosimulator.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads one schema and gathers what is wrong with it. */
final class SchemaReader {
    /** A letter first; no double or trailing underscore. */
    private static final Pattern API_NAME = Pattern.compile("[A-Za-z](?:_?[A-Za-z0-9])*");

    private static final int API_NAME_LENGTH = 50;
    private static final int UNIQUE_FIELDS = 2;
    private static final int DEFAULT_DECIMALS = 2;
    private static final int MAX_DECIMALS = 9;

    private static final Set<String> MODULE_KEYS = Set.of(
            "generated_type", "api_supported", "creatable", "editable", "deletable", "viewable", "status", "fields");
    private static final Set<String> FIELD_KEYS = Set.of(
            "type",
            "length",
            "decimal_place",
            "unique",
            "mandatory",
            "external",
            "api_create",
            "api_update",
            "lookup",
            "values");

    private final List<String> problems = new ArrayList<>();

    void throwProblems() {
        if (!problems.isEmpty()) {
            throw new InvalidSchemaException(problems);
        }
    }

    Map<String, ModuleSchema> modules(JsonNode file) {
        onlyKeys("the top level", file, Set.of("modules"));
        JsonNode modules = file.path("modules");
        if (!modules.isObject() || modules.isEmpty()) {
            problems.add("modules: must name at least one module");
        }
        Map<String, ModuleSchema> read = new LinkedHashMap<>();
        modules.properties()
                .forEach(entry -> read.put(entry.getKey(), module(entry.getKey(), entry.getValue(), read.size())));
        read.values().forEach(module -> checkLookups(module, read.keySet()));
        return read;
    }

    private ModuleSchema module(String apiName, JsonNode settings, int position) {
        checkName(apiName, apiName);
        onlyKeys(apiName, settings, MODULE_KEYS);
        Map<String, FieldSchema> fields = new LinkedHashMap<>();
        fields.put(ModuleSchema.ID, FieldSchema.written(ModuleSchema.ID, FieldType.BIGINT));
        fields.put(ModuleSchema.NAME, name(apiName, settings.path("fields").path(ModuleSchema.NAME)));
        settings.path("fields").properties().stream()
                .filter(entry -> !entry.getKey().equals(ModuleSchema.NAME))
                .forEach(entry -> fields.put(entry.getKey(), field(apiName, entry.getKey(), entry.getValue(), true)));
        systemFields().forEach(field -> fields.put(field.apiName(), field));
        if (fields.values().stream().filter(FieldSchema::unique).count() > UNIQUE_FIELDS) {
            problems.add(apiName + ": a module has at most " + UNIQUE_FIELDS + " unique fields");
        }
        return new ModuleSchema(
                apiName,
                Long.toString(600_000_000_000_000_001L + position),
                settings.path("generated_type").asText("custom"),
                settings.path("api_supported").asBoolean(true),
                settings.path("creatable").asBoolean(true),
                settings.path("editable").asBoolean(true),
                settings.path("deletable").asBoolean(true),
                settings.path("viewable").asBoolean(true),
                settings.path("status").asText("visible"),
                fields);
    }

    private FieldSchema name(String module, JsonNode settings) {
        FieldSchema name = field(module, ModuleSchema.NAME, settings, false);
        if (name.type() != FieldType.TEXT) {
            problems.add(module + ".Name: is text in every custom module");
        }
        return name;
    }

    private static List<FieldSchema> systemFields() {
        return List.of(
                new FieldSchema(
                        ModuleSchema.OWNER,
                        FieldType.OWNERLOOKUP,
                        0,
                        0,
                        false,
                        false,
                        Optional.empty(),
                        false,
                        true,
                        true,
                        Optional.empty(),
                        List.of()),
                FieldSchema.written(ModuleSchema.CREATED_BY, FieldType.OWNERLOOKUP),
                FieldSchema.written(ModuleSchema.MODIFIED_BY, FieldType.OWNERLOOKUP),
                FieldSchema.written(ModuleSchema.CREATED_TIME, FieldType.DATETIME),
                FieldSchema.written(ModuleSchema.MODIFIED_TIME, FieldType.DATETIME));
    }

    private FieldSchema field(String module, String apiName, JsonNode settings, boolean custom) {
        String place = module + "." + apiName;
        checkName(place, apiName);
        onlyKeys(place, settings, FIELD_KEYS);
        FieldType type = type(place, settings.path("type").asText("text"));
        FieldSchema field = new FieldSchema(
                apiName,
                type,
                length(place, type, settings.path("length")),
                decimals(place, type, settings.path("decimal_place")),
                settings.path("unique").asBoolean(false),
                settings.path("mandatory").asBoolean(!custom),
                Optional.ofNullable(settings.path("external").textValue()),
                custom,
                settings.path("api_create").asBoolean(!type.computed()),
                settings.path("api_update").asBoolean(!type.computed()),
                Optional.ofNullable(settings.path("lookup").textValue()),
                values(settings.path("values")));
        check(place, field);
        return field;
    }

    private void check(String place, FieldSchema field) {
        if (field.unique() && !field.type().mayBeUnique()) {
            problems.add(place + ": a " + field.type().dataType() + " field cannot be unique");
        }
        if (field.external().isPresent()
                && (field.type() != FieldType.TEXT
                        || !Set.of("org", "user").contains(field.external().get()))) {
            problems.add(place + ": external is org or user, on a text field");
        }
        if ((field.type() == FieldType.LOOKUP) != field.lookup().isPresent()) {
            problems.add(place + ": lookup names the module that a field of type lookup points to");
        }
        boolean needsValues = field.type() == FieldType.PICKLIST || field.type() == FieldType.MULTISELECTPICKLIST;
        if (needsValues == field.values().isEmpty()) {
            problems.add(place + ": values lists the words of a pick list");
        }
    }

    private void checkLookups(ModuleSchema module, Set<String> modules) {
        for (FieldSchema field : module.all()) {
            field.lookup()
                    .filter(target -> !modules.contains(target))
                    .ifPresent(target ->
                            problems.add(module.apiName() + "." + field.apiName() + ": there is no module " + target));
        }
    }

    private FieldType type(String place, String dataType) {
        return FieldType.of(dataType).orElseGet(() -> {
            problems.add(place + ".type: is none of Zoho's types");
            return FieldType.TEXT;
        });
    }

    private int length(String place, FieldType type, JsonNode length) {
        if (length.isMissingNode()) {
            return type.maximumLength();
        }
        if (!length.isInt() || length.intValue() < 1 || length.intValue() > type.maximumLength()) {
            problems.add(place + ".length: must be from 1 to " + type.maximumLength());
        }
        return length.intValue();
    }

    private int decimals(String place, FieldType type, JsonNode decimals) {
        if (decimals.isMissingNode()) {
            return type.hasDecimals() ? DEFAULT_DECIMALS : 0;
        }
        if (!type.hasDecimals() || !decimals.isInt() || decimals.intValue() < 0 || decimals.intValue() > MAX_DECIMALS) {
            problems.add(place + ".decimal_place: must be from 0 to " + MAX_DECIMALS + ", on double or currency");
        }
        return decimals.intValue();
    }

    private static List<String> values(JsonNode values) {
        List<String> words = new ArrayList<>();
        values.forEach(word -> words.add(word.asText()));
        return words;
    }

    private void checkName(String place, String apiName) {
        if (!API_NAME.matcher(apiName).matches() || apiName.length() > API_NAME_LENGTH) {
            problems.add(place + ": is no API name");
        }
    }

    private void onlyKeys(String place, JsonNode object, Set<String> known) {
        object.properties().stream()
                .filter(entry -> !known.contains(entry.getKey()))
                .forEach(entry -> problems.add(
                        place + ": unknown key " + entry.getKey() + "; known are " + new TreeSet<>(known)));
    }
}
