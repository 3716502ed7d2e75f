/** What each table holds and how an event becomes its row. Plain Java: knows no database. */
package io.moodlepipeline.writer.tables;
