package io.moodlepipeline.zohosimulator.command;

import io.moodlepipeline.zohosimulator.options.Deviation;

/** An option for each answer of which nothing public says for certain how Zoho gives it. */
enum Switch {
    MIXED_STATUS("--mixed-status", "207", "200", Deviation.MIXED_IS_200, "status when some rows are taken, some not"),
    PICKLIST("--picklist", "strict", "lenient", Deviation.LENIENT_PICKLISTS, "words that a pick list does not have"),
    UNKNOWN_KEYS(
            "--unknown-keys", "drop", "refuse", Deviation.UNKNOWN_KEYS_REFUSED, "fields that the module does not have"),
    EXTERNAL(
            "--external-in-upsert",
            "on",
            "off",
            Deviation.NO_EXTERNAL_IN_UPSERT,
            "whether an upsert looks at X-EXTERNAL"),
    MANDATORY(
            "--mandatory-on-update",
            "on",
            "off",
            Deviation.MANDATORY_ON_INSERT_ONLY,
            "whether an upsert of a known record needs the mandatory fields"),
    EMPTY_TEXT("--empty-text", "refuse", "clear", Deviation.EMPTY_TEXT_CLEARS, "what an empty text does"),
    DATETIMES("--datetimes", "strict", "lenient", Deviation.LENIENT_DATETIMES, "date-times with Z or fractions"),
    ROW_ERRORS("--row-errors", "all", "first", Deviation.FIRST_ERROR_ONLY, "how many errors of a row are told"),
    RECYCLE_BIN(
            "--recycle-bin", "frees", "blocks", Deviation.BIN_BLOCKS_UNIQUE, "what a deletion does to unique values"),
    COQL_KEYSET("--coql-keyset", "on", "off", Deviation.NO_COQL_KEYSET, "whether a query may ask for id > '...'"),
    THROTTLE_STATUS(
            "--throttle-status",
            "400",
            "200",
            Deviation.THROTTLE_IS_200,
            "status when too many access tokens are asked for"),
    THROTTLE_EXTENDS(
            "--throttle-extends",
            "off",
            "on",
            Deviation.THROTTLE_EXTENDS,
            "whether asking while blocked prolongs the block"),
    RATE_LIMIT_BODY(
            "--rate-limit-body",
            "code",
            "number",
            Deviation.RATE_LIMIT_BY_NUMBER,
            "whether code is TOO_MANY_REQUESTS or 429 in a 429");

    private final String option;
    private final String usual;
    private final String other;
    private final Deviation deviation;
    private final String about;

    Switch(String option, String usual, String other, Deviation deviation, String about) {
        this.option = option;
        this.usual = usual;
        this.other = other;
        this.deviation = deviation;
        this.about = about;
    }

    String option() {
        return option;
    }

    String usual() {
        return usual;
    }

    String other() {
        return other;
    }

    Deviation deviation() {
        return deviation;
    }

    String about() {
        return about;
    }
}
