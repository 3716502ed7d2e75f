package io.moodlepipeline.ops.replay;

import java.util.UUID;

/** The event of a row: its id, and the offset of the record it came from. */
record StoredEvent(UUID eventId, long offset) {}
