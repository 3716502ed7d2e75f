package io.moodlepipeline.runtime.consumer;

import io.moodlepipeline.runtime.deadletter.Failure;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A record that can never be written, and why. */
public record Refusal(ConsumerRecord<byte[], byte[]> original, Failure failure) {}
