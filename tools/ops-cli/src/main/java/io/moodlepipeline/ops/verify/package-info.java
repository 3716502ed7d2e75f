/** Whether the tables hold what the retained topics say they must: a fold of the topics beside the rows, and where they differ. */
package io.moodlepipeline.ops.verify;
