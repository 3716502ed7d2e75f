package io.moodlepipeline.event;

import static io.moodlepipeline.event.Responsible.DEVELOPER;
import static io.moodlepipeline.event.Responsible.MOODLE_ADMIN;
import static io.moodlepipeline.event.Responsible.OPERATOR;
import static io.moodlepipeline.event.Responsible.REGISTRY;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * Why a record went to the dead-letter topic ({@code dlt.code}): the one catalogue, with which {@code docs/dead-letters.md} is
 * compared. The names are stable: operators search by them.
 */
public enum DeadLetterCode {
    NOT_JSON(
            "The body is not JSON in UTF-8.",
            MOODLE_ADMIN,
            "Find what sent it: an old plugin, or a proxy that changes bodies. Mend that, have the event sent again, discard the letter."),
    DUPLICATE_KEY(
            "The body has a key twice, so it is not clear which value was meant.",
            MOODLE_ADMIN,
            "Update the plugin that sent it, have the event sent again, discard the letter."),
    TOO_DEEP(
            "The body nests objects or arrays deeper than 16 levels.",
            MOODLE_ADMIN,
            "Update the plugin that sent it, have the event sent again, discard the letter."),
    INVALID_FIELD(
            "A mandatory field is missing, or a field or header has a wrong type or range; the message names each.",
            MOODLE_ADMIN,
            "Correct what the message names in Moodle or in the plugin, have the event sent again, discard the letter. A letter of the gateway can be redriven when the rules have changed since."),
    INVALID_METADATA(
            "The record's own headers are missing or broken: it did not come through the gateway.",
            OPERATOR,
            "Find who else writes to the topic, and take that right away. Discard the letter: redriven it would fail again."),
    CONTRADICTORY_GRADE_RANGE(
            "The grade's minimum is not below its maximum.",
            REGISTRY,
            "Correct minimum and maximum of the grade item in Moodle, which then sends its grades again. Discard the letter."),
    REFUSED_BY_DATABASE(
            "The database refused this one record; the message names the SQLSTATE and the constraint.",
            OPERATOR,
            "Change the constraint or trigger that refused it, then redrive the letter."),
    RECORD_TOO_LARGE(
            "The record is larger than the topic it must go to allows.",
            REGISTRY,
            "Shorten the grade's feedback in Moodle, which then sends the grade again. Discard the letter."),
    UNKNOWN_TARGET_FAILURE(
            true,
            "The target refused this one record again and again, by a code of its own that we do not know.",
            OPERATOR,
            "Look up the code in the message and mend its cause at the target. It is tried again by itself; redrive it when it is parked."),
    RETRIES_EXHAUSTED(
            true,
            "This one record met again and again what usually passes, while others were taken.",
            OPERATOR,
            "Nothing at first: it is tried again by itself. When it is parked, mend what the target's log says of that time, then redrive it."),
    UNEXPECTED_FAILURE(
            true,
            "This one record made the program fail: a bug of ours.",
            DEVELOPER,
            "Report the class and place that the message names. Redrive the letter once a version that mends it is running.");

    private final boolean retryable;
    private final String meaning;
    private final Responsible responsible;
    private final String remedy;

    DeadLetterCode(String meaning, Responsible responsible, String remedy) {
        this(false, meaning, responsible, remedy);
    }

    DeadLetterCode(boolean retryable, String meaning, Responsible responsible, String remedy) {
        this.retryable = retryable;
        this.meaning = meaning;
        this.responsible = responsible;
        this.remedy = remedy;
    }

    /** True when trying again, with nothing changed, may succeed. */
    public boolean retryable() {
        return retryable;
    }

    public String meaning() {
        return meaning;
    }

    /** Who can mend the cause. */
    public Responsible responsible() {
        return responsible;
    }

    /** What to do, for that person. */
    public String remedy() {
        return remedy;
    }

    /** Empty for null and for a code of another version. */
    public static Optional<DeadLetterCode> named(String name) {
        return Stream.of(values()).filter(code -> code.name().equals(name)).findFirst();
    }

    /** True for what is no trouble however many records it meets, so that the flood guard does not count it. None is, yet. */
    public boolean expected() {
        return false;
    }
}
