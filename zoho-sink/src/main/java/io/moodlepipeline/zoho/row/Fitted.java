package io.moodlepipeline.zoho.row;

import com.fasterxml.jackson.databind.JsonNode;

/** A value that met a field. */
sealed interface Fitted {

    /** @param cut whether it had to be shortened */
    record Fits(JsonNode value, boolean cut) implements Fitted {}

    /** There is nothing to write, such as a text of blanks alone. */
    record Nothing() implements Fitted {}

    /** @param problem completes "the field …"; never quotes the value */
    record Unfit(String problem) implements Fitted {}

    static Fitted whole(JsonNode value) {
        return new Fits(value, false);
    }
}
