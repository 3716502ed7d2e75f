/** Rows to PostgreSQL: the statements, and what became of each row. */
package io.moodlepipeline.writer.postgres;
