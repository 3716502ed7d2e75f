/** Rows to PostgreSQL: connection, schema, statements, and what its errors mean. */
package io.moodlepipeline.writer.postgres;
