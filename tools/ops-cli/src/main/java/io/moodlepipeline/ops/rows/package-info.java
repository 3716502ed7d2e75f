/** Rows as they stand in the db-writer's tables. */
package io.moodlepipeline.ops.rows;
