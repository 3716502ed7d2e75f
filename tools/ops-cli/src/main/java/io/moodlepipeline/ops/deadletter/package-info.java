/** Dead letters as they stand in their topic, and what became of each: the fold of letters and audit records. */
package io.moodlepipeline.ops.deadletter;
