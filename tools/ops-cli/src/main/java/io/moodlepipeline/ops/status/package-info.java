/** The verb {@code status}: one screen that says whether all is well, and for what is not, the command that mends it. */
package io.moodlepipeline.ops.status;
