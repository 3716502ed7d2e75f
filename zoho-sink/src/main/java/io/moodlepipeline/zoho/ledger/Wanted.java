package io.moodlepipeline.zoho.ledger;

import io.moodlepipeline.event.Version;

/**
 * A record that somebody wants to write.
 *
 * @param hash of the content; a record that was last sent the same needs no write
 */
@SuppressWarnings("ArrayRecordComponent") // passed on as it is, never compared as part of the record
public record Wanted(String key, Version version, byte[] hash) {}
