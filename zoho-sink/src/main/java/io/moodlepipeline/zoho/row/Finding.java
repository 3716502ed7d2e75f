package io.moodlepipeline.zoho.row;

import io.moodlepipeline.zoho.mapping.Role;

/**
 * What does not go together between a mapping and a school's Zoho. Holds no data of persons.
 *
 * @param field the field's API name
 * @param problem completes "the field …"
 * @param remedy what to do, for who looks after Zoho or the mapping file
 */
public record Finding(Severity severity, Role role, String module, String field, String problem, String remedy) {

    public enum Severity {
        /** Nothing of this tenant can be sent as it should. */
        STOPS,
        /** The rest is sent, always without this field. */
        FIELD_LEFT_OUT,
        /** All is sent, but some values may meet trouble. */
        NOTE
    }

    @Override
    public String toString() {
        return module + "." + field + " " + problem + ": " + remedy;
    }
}
