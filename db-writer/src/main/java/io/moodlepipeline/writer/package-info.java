/** Keeps one row per user, enrolment and grade in PostgreSQL: its newest event. */
package io.moodlepipeline.writer;
