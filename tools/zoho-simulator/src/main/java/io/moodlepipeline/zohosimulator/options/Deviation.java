package io.moodlepipeline.zohosimulator.options;

/** Answers unlike the default ones, where nothing public says for certain which of the two is Zoho's. */
public enum Deviation {
    /** Some rows taken, some refused: 200 instead of 207. */
    MIXED_IS_200,
    /** A word that a pick list does not have is taken as it is. */
    LENIENT_PICKLISTS,
    /** A field that the module does not have is refused instead of dropped. */
    UNKNOWN_KEYS_REFUSED,
    /** An upsert does not look at {@code X-EXTERNAL}. */
    NO_EXTERNAL_IN_UPSERT,
    /** An update may leave out what an insert needs. */
    MANDATORY_ON_INSERT_ONLY,
    /** An empty text clears the field instead of being refused. */
    EMPTY_TEXT_CLEARS,
    /** A date-time may end in Z and have fractions of a second. */
    LENIENT_DATETIMES,
    /** Of several errors in a row only the first is told. */
    FIRST_ERROR_ONLY,
    /** A deleted record keeps its unique values to itself. */
    BIN_BLOCKS_UNIQUE,
    /** A query may not compare {@code id} by size. */
    NO_COQL_KEYSET,
    /** Being asked for too many tokens is answered with 200 instead of 400. */
    THROTTLE_IS_200,
    /** Asking for a token while blocked counts as one more. */
    THROTTLE_EXTENDS,
    /** A 429 has the number where other errors have their code, as some clients have seen it. */
    RATE_LIMIT_BY_NUMBER
}
