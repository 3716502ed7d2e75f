package io.moodlepipeline.event;

import static io.moodlepipeline.event.Responsible.DEVELOPER;
import static io.moodlepipeline.event.Responsible.MOODLE_ADMIN;
import static io.moodlepipeline.event.Responsible.OPERATOR;
import static io.moodlepipeline.event.Responsible.REGISTRY;
import static io.moodlepipeline.event.Responsible.ZOHO_ADMIN;

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
    TOO_MANY_VALUES(
            "The body has more values than any event needs: it would take many times its size in memory.",
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
    EVENT_ID_REUSED(
            "An event came with the id of an earlier one and other content, so one of the two is not what its id says.",
            MOODLE_ADMIN,
            "Find out what sent it: a sender gives each event an id of its own and repeats it only with the same content. If the event is genuine, have it sent again under a new id. Discard the letter."),
    CONTRADICTORY_GRADE_RANGE(
            "The grade's minimum is not below its maximum.",
            REGISTRY,
            "Correct minimum and maximum of the grade item in Moodle, which then sends its grades again. Discard the letter."),
    REFUSED_BY_DATABASE(
            "The database refused this one record; the message names the SQLSTATE and the constraint.",
            OPERATOR,
            "Change the constraint or trigger that refused it, then redrive the letter."),
    NOT_STORED(
            "The database reported success and stored nothing: a trigger, a rule, a policy or a view took the row away.",
            OPERATOR,
            "Find what takes rows of the table that the message names away, and remove it. Then redrive the letter."),
    RECORD_TOO_LARGE(
            "The record is larger than the topic it must go to allows.",
            REGISTRY,
            "Shorten the grade's feedback in Moodle, which then sends the grade again. Discard the letter."),
    STUDENT_NOT_SYNCED(
            "An enrolment or grade has waited for its student to be in Zoho for as long as it may.",
            REGISTRY,
            "Have the student sent: save the user in Moodle, or mend the student's own dead letter. Then redrive the letter."),
    ZOHO_MATCH_NEEDS_PERSON(
            "Zoho has records that may be this student's, but not exactly one that surely is: several hits, another surname, a key already there, or a value that two Moodle users have.",
            REGISTRY,
            "Find the right record in Zoho and write the student's key into its key field, or mend the value that misleads. Then redrive the letter."),
    ZOHO_INVALID_DATA(
            "A value does not fit a field in Zoho that the record must not go without; the message names the field.",
            ZOHO_ADMIN,
            "Mend the field in Zoho (type, length, pick list) or the mapping file, or the value in Moodle. Then redrive the letter."),
    ZOHO_MANDATORY_NOT_FOUND(
            "Zoho demands a field that the row does not have; the message names it.",
            ZOHO_ADMIN,
            "Map the field, or give it a constant, in the mapping file, or make it optional in Zoho. Then redrive the letter."),
    ZOHO_DUPLICATE_DATA(
            "Another record in Zoho has a value that may be there only once; the message names the field.",
            REGISTRY,
            "Find the other record in Zoho: merge the two, or take the value from one. Then redrive the letter."),
    ZOHO_DEPENDENT_FIELD_MISSING(
            "A field in Zoho needs another one beside it; the message names the field.",
            ZOHO_ADMIN,
            "Map the other field too, or loosen the rule in Zoho. Then redrive the letter."),
    ZOHO_DEPENDENT_MISMATCH(
            "Two fields in Zoho contradict each other by a rule there; the message names the field.",
            ZOHO_ADMIN,
            "Mend the rule in Zoho or the words in the mapping file. Then redrive the letter."),
    ZOHO_EXPECTED_FIELD_MISSING(
            "Zoho demands one of several fields and got none.",
            ZOHO_ADMIN,
            "Map one of them in the mapping file, or loosen the rule in Zoho. Then redrive the letter."),
    ZOHO_LIMIT_EXCEEDED(
            "Zoho's limit of records or values is reached.",
            ZOHO_ADMIN,
            "Make room in Zoho or buy more. Then redrive the letter."),
    ZOHO_RECORD_LOCKED(
            true,
            "Somebody or some rule has locked the record in Zoho.",
            ZOHO_ADMIN,
            "Nothing at first: it is tried again by itself. When it is parked, unlock the record in Zoho, then redrive the letter."),
    ZOHO_NOT_APPROVED(
            true,
            "The record waits in Zoho for an approval.",
            ZOHO_ADMIN,
            "Nothing at first: it is tried again by itself. When it is parked, approve the record in Zoho, then redrive the letter."),
    ZOHO_RECORD_IN_BLUEPRINT(
            "A blueprint in Zoho steers a field of the record; the message names it.",
            ZOHO_ADMIN,
            "Take the field out of the blueprint in Zoho or out of the mapping file. Then redrive the letter."),
    ZOHO_DEPENDENT_SERVICE_ERROR(
            true,
            "A service behind Zoho did not work.",
            OPERATOR,
            "Nothing at first: it is tried again by itself. When it is parked, see Zoho's status page, then redrive the letter."),
    ZOHO_UNKNOWN_ERROR(
            "Zoho refused the row by a code that we do not know; the message names it.",
            OPERATOR,
            "Look up the code in Zoho's documentation and mend its cause. Then redrive the letter."),
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

    /**
     * True for what is no trouble of ours however many records it meets, so that the flood guard does not count it: what a record's own
     * body proves about the school's data, and what only waits for people.
     */
    public boolean expected() {
        return switch (this) {
            case CONTRADICTORY_GRADE_RANGE,
                    RECORD_TOO_LARGE,
                    STUDENT_NOT_SYNCED,
                    ZOHO_MATCH_NEEDS_PERSON,
                    ZOHO_RECORD_LOCKED,
                    ZOHO_NOT_APPROVED -> true;
            default -> false;
        };
    }
}
