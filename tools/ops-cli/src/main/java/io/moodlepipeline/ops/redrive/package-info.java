/** Sending dead letters again: what would come of it, the sending, and its record in the audit topic. */
package io.moodlepipeline.ops.redrive;
