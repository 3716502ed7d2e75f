/** The operator's verbs: each is a picocli command that connects, does one thing and prints a table, JSON or CSV. */
package io.moodlepipeline.ops;
