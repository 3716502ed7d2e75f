/** Moodle's own state, as its plugin exports it, beside the tables: whether they hold what Moodle holds. */
package io.moodlepipeline.ops.moodle;
