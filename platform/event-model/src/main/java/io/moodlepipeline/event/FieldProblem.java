package io.moodlepipeline.event;

/**
 * What is wrong with one field, and by that what would be right.
 *
 * @param field the field's or header's name as documented; never a name that only the sender knows
 * @param problem a text of ours; never the value
 */
public record FieldProblem(String field, String problem) {
    @Override
    public String toString() {
        return field + " " + problem;
    }
}
