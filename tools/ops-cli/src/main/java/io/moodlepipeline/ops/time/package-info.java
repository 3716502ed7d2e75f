/** Lengths of time as people write and read them. */
package io.moodlepipeline.ops.time;
