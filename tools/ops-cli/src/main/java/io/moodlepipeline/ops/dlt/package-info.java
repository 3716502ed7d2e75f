/** The verbs about dead letters: find, look, send again, put aside, give up. */
package io.moodlepipeline.ops.dlt;
