/** A Kafka record read: where it stands and what its headers say. */
package io.moodlepipeline.runtime.record;
