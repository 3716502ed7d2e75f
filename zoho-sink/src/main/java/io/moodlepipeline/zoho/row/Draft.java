package io.moodlepipeline.zoho.row;

import io.moodlepipeline.zoho.mapping.Role;

/**
 * Where an event belongs, before its row is built.
 *
 * @param key key of its record
 * @param studentKey key of the student that the record points to; null for students
 * @param sent false when it makes no record: a filter keeps it out of Zoho, or it tells of a deletion; a record that is there already then
 *     loses what the event does not give
 */
public record Draft(Role role, String key, String studentKey, boolean sent) {}
