package io.moodlepipeline.ops.moodle;

/**
 * By what Moodle finds again what a row holds.
 *
 * @param id of the user, the enrolment or the grade itself
 * @param user whose enrolment or grade it is; null of a user
 * @param item that was graded; null of all but a grade
 * @param course null of a user, and of a grade whose plugin did not say it
 */
record StoredIds(long id, Long user, Long item, Long course) {}
