package io.moodlepipeline.zoho.delivery;

import io.moodlepipeline.event.DeadLetterCode;

/** What to do about a row that Zoho refused. */
sealed interface Verdict {

    /** Send the row once more without this field, and note that the record lacks it. */
    record LeaveOut(String apiName, String error) implements Verdict {}

    /** Another record has just got the key, or still holds a value that it is about to lose: look again, and send once more. */
    record TryAgain(DeadLetterCode otherwise, String error) implements Verdict {}

    /** The record that the row addresses is not there any more. */
    record RecordGone(String error) implements Verdict {}

    /** The student that the row points to is not there any more. */
    record StudentGone(String error) implements Verdict {}

    /** The row is dead: in words for the letter, which name code and field. */
    record Dead(DeadLetterCode code, String error) implements Verdict {}

    /** A person has to change rights or settings in Zoho: nothing of this tenant can be written. */
    record Stop(String error) implements Verdict {}
}
