/**
 * What travels through the pipeline: the events, their topics and headers, how they are read and which of two is newer. Plain
 * Java and JSON; knows no broker, no HTTP and no database.
 */
package io.moodlepipeline.event;
