package io.moodlepipeline.gateway.ingest;

import io.moodlepipeline.event.EventType;
import io.moodlepipeline.gateway.digest.Sha256;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Equal for events that say the same: their type, and the SHA-256 of the body in four parts, since many are kept in memory. */
record Content(EventType type, long digest1, long digest2, long digest3, long digest4) {

    static Content of(EventType type, byte[] body) {
        ByteBuffer digest = ByteBuffer.wrap(Sha256.of(body));
        return new Content(type, digest.getLong(), digest.getLong(), digest.getLong(), digest.getLong());
    }

    /** The body's SHA-256 as 64 hex digits. */
    String bodySha256() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(digest1)
                + hex.toHexDigits(digest2)
                + hex.toHexDigits(digest3)
                + hex.toHexDigits(digest4);
    }
}
