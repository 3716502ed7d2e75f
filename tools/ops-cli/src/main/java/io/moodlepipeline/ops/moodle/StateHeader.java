package io.moodlepipeline.ops.moodle;

import java.time.Instant;

/**
 * The first line of a file.
 *
 * @param waiting events that Moodle had not sent yet when it wrote the file
 * @param failed events that the gateway had refused
 */
record StateHeader(String tenant, Instant exportedAt, long waiting, long failed, StateChoices choices) {}
