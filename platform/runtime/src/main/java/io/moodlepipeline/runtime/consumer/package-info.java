/** The loop that moves records from topics into a sink, at least once, in outages too. */
package io.moodlepipeline.runtime.consumer;
