package io.moodlepipeline.zohosimulator.schema;

import java.util.Arrays;
import java.util.Optional;

/** The types of field that Zoho tells apart. */
public enum FieldType {
    TEXT("text", "string", 255, false),
    TEXTAREA("textarea", "string", 50_000, false),
    EMAIL("email", "string", 100, false),
    PHONE("phone", "string", 30, false),
    WEBSITE("website", "string", 450, false),
    PICKLIST("picklist", "string", 120, false),
    MULTISELECTPICKLIST("multiselectpicklist", "jsonarray", 0, false),
    DATE("date", "string", 0, false),
    DATETIME("datetime", "string", 0, false),
    INTEGER("integer", "integer", 9, false),
    BIGINT("bigint", "string", 18, false),
    DOUBLE("double", "double", 16, false),
    CURRENCY("currency", "double", 16, false),
    PERCENT("percent", "double", 5, false),
    BOOLEAN("boolean", "boolean", 0, false),
    LOOKUP("lookup", "jsonobject", 0, false),
    OWNERLOOKUP("ownerlookup", "jsonobject", 0, false),
    AUTONUMBER("autonumber", "string", 0, true),
    FORMULA("formula", "string", 0, true),
    ROLLUP_SUMMARY("rollup_summary", "string", 0, true);

    private final String dataType;
    private final String jsonType;
    private final int maximumLength;
    private final boolean computed;

    FieldType(String dataType, String jsonType, int maximumLength, boolean computed) {
        this.dataType = dataType;
        this.jsonType = jsonType;
        this.maximumLength = maximumLength;
        this.computed = computed;
    }

    public static Optional<FieldType> of(String dataType) {
        return Arrays.stream(values())
                .filter(type -> type.dataType.equals(dataType))
                .findFirst();
    }

    public String dataType() {
        return dataType;
    }

    public String jsonType() {
        return jsonType;
    }

    /** The most characters or digits that a field of this type may be set up with; 0 where it has no length. */
    public int maximumLength() {
        return maximumLength;
    }

    /** Whether Zoho fills the field itself. */
    public boolean computed() {
        return computed;
    }

    public boolean isText() {
        return this == TEXT || this == TEXTAREA || this == EMAIL || this == PHONE || this == WEBSITE;
    }

    public boolean hasDecimals() {
        return this == DOUBLE || this == CURRENCY;
    }

    /** Whether an administrator may make a field of this type unique. */
    public boolean mayBeUnique() {
        return this == TEXT || this == EMAIL || this == PHONE || this == INTEGER || this == BIGINT || this == WEBSITE;
    }
}
