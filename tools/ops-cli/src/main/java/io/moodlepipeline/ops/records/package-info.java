/** Records as they stand in topics: read from one offset to another, outside of any group. */
package io.moodlepipeline.ops.records;
