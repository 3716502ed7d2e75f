package io.moodlepipeline.gateway.ingest;

import java.util.UUID;

/**
 * What tells an event from others and puts it in their order. When the same event comes again it has the same identity.
 *
 * @param id the sender's, otherwise minted
 * @param sequence orders events of the same time
 * @param receivedMillis when it came first, Unix milliseconds
 * @param eventTimeMillis when it happened, as far as the sender is believed; 0 for none
 */
record Identity(UUID id, UUID sequence, long receivedMillis, long eventTimeMillis) {

    Identity at(long otherEventTimeMillis) {
        return new Identity(id, sequence, receivedMillis, otherEventTimeMillis);
    }
}
