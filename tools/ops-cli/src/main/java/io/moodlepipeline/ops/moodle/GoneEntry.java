package io.moodlepipeline.ops.moodle;

/** What a table has, and Moodle had no longer when it wrote its state. */
record GoneEntry(StateKind kind, StoredIds ids) {}
