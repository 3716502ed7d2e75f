/** What became of one event, or of all events of a person, told so that who asks need not know Kafka. */
package io.moodlepipeline.ops.trace;
