package io.moodlepipeline.ops.moodle;

import java.util.Locale;

/** How Moodle and the tables can differ. */
enum StateDifference {
    /** Moodle has it, and the table does not, or says that it was deleted. */
    MISSING,
    /** Both have it, with other values. */
    DIFFERENT,
    /** The table has it, and Moodle does not. */
    EXTRA;

    /** As it is printed. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
