package io.moodlepipeline.zoho.mapping;

import io.moodlepipeline.event.EnrolmentEvent;
import io.moodlepipeline.event.GradeEvent;
import java.util.Set;

/**
 * What is sent at all.
 *
 * @param roleIds Moodle's roles whose enrolments are sent
 * @param totals whether totals of courses and categories are sent
 * @param hidden whether grades are sent that are hidden from their students
 */
public record Filters(Set<Long> roleIds, boolean totals, boolean hidden) {
    public Filters {
        roleIds = Set.copyOf(roleIds);
    }

    public boolean admits(EnrolmentEvent enrolment) {
        return enrolment.roles().stream().anyMatch(roleIds::contains);
    }

    public boolean admits(GradeEvent grade) {
        return (totals || !grade.item().isTotal()) && !conceals(grade);
    }

    /** Whether nothing of what a teacher said may be seen. */
    public boolean conceals(GradeEvent grade) {
        return !hidden && grade.isHidden();
    }
}
