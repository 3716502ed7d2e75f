/** The {@code pipeline} command: the whole pipeline on one machine, in one process, and a story to see it work. */
package io.moodlepipeline.localstack;
