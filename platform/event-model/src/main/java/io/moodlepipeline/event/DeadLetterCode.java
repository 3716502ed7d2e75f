package io.moodlepipeline.event;

/** Why a record went to the dead-letter topic ({@code dlt.code}). The names are stable: operators search by them. */
public enum DeadLetterCode {
    /** The body is not JSON in UTF-8. */
    NOT_JSON(false),
    /** The body has a key twice, so it is not clear which value was meant. */
    DUPLICATE_KEY(false),
    /** The body nests objects or arrays deeper than 16 levels. */
    TOO_DEEP(false),
    /** A mandatory field is missing, or a field or metadata header has a wrong type or range. */
    INVALID_FIELD(false),
    /** The record's own metadata headers are missing or broken: it did not come through the gateway. */
    INVALID_METADATA(false),
    /** The grade's minimum is not below its maximum. */
    CONTRADICTORY_GRADE_RANGE(false),
    /** The database refused this one record, for instance by a constraint. */
    REFUSED_BY_DATABASE(false),
    /** The record is larger than the topic it must go to allows. */
    RECORD_TOO_LARGE(false),
    /** The target refused this one record again and again, by a code of its own that we do not know. */
    UNKNOWN_TARGET_FAILURE(true),
    /** This one record met again and again what usually passes, while others were taken. */
    RETRIES_EXHAUSTED(true),
    /** This one record made the program fail: a bug of ours. */
    UNEXPECTED_FAILURE(true);

    private final boolean retryable;

    DeadLetterCode(boolean retryable) {
        this.retryable = retryable;
    }

    /** True when trying again, with nothing changed, may succeed. */
    public boolean retryable() {
        return retryable;
    }

    /** True for what is no trouble however many records it meets, so that the flood guard does not count it. None is, yet. */
    public boolean expected() {
        return false;
    }
}
