package io.moodlepipeline.zoho.row;

import io.moodlepipeline.zoho.mapping.Role;

/**
 * Where an event belongs, before its row is built.
 *
 * @param key key of its record
 * @param studentKey key of the student that the record points to; null for students
 * @param sent false when a filter keeps it out of Zoho; a record that is there already then loses its award
 */
public record Draft(Role role, String key, String studentKey, boolean sent) {}
