package io.moodlepipeline.zoho.row;

import io.moodlepipeline.runtime.consumer.ConsumedEvent;
import io.moodlepipeline.zoho.mapping.Role;
import java.util.Set;

/** Makes rows of one tenant's events, by its mapping and what Zoho says of its fields. Holds no state. For several threads. */
public interface Rows {

    /** Where an event belongs. */
    Draft draft(ConsumedEvent event);

    /**
     * The row of an event that is sent.
     *
     * @param lastName the Name that was sent last; null when none was
     * @param studentRecordId Zoho's id of the student; null for students
     */
    Built build(ConsumedEvent event, Draft draft, String lastName, String studentRecordId);

    /** What a record that is there shall hold by an event that makes none. It does not name the student, so that none can be made of it. */
    Row withdrawn(ConsumedEvent event, Draft draft);

    /**
     * What is left of a grade's record when the row of its newest event cannot be had: no value that Zoho could refuse, and no award. It
     * does not name the student either.
     */
    Row withoutAward(ConsumedEvent event, Draft draft);

    /** API name of a role's module. */
    String module(Role role);

    /** API name of the field that holds the key. */
    String keyField(Role role);

    /** API name of the lookup to the student; null for students. */
    String studentField(Role role);

    /** Mapped fields other than the key that are unique in Zoho: they must not take part in matching, so a new record gets them later. */
    Set<String> otherUniqueFields(Role role);

    /** Whether a record must not go without this field: key, award, mandatory ones, and the student. */
    boolean isEssential(Role role, String apiName);

    /** API names of the fields that are cleared when there is no value. */
    Set<String> cleared(Role role);
}
