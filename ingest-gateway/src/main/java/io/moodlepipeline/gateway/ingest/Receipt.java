package io.moodlepipeline.gateway.ingest;

import io.moodlepipeline.event.Decoded;
import java.util.Optional;
import java.util.UUID;

/**
 * What became of a webhook, after the brokers have acknowledged it.
 *
 * @param received when, as the record's {@code ce_time} says it
 * @param refused what is wrong with it; empty when it was published. A refused one is in the dead-letter topic
 */
public record Receipt(UUID eventId, String received, Optional<Decoded.Malformed<?>> refused) {}
