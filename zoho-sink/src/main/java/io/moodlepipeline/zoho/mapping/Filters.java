package io.moodlepipeline.zoho.mapping;

import java.util.Set;

/**
 * What is sent at all.
 *
 * @param roleIds Moodle's roles whose enrolments are sent
 * @param totals whether totals of courses and categories are sent, which are grades without an item's name
 */
public record Filters(Set<Long> roleIds, boolean totals) {
    public Filters {
        roleIds = Set.copyOf(roleIds);
    }
}
