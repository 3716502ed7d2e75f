package io.moodlepipeline.ops.verify;

import io.moodlepipeline.event.Version;
import io.moodlepipeline.runtime.record.Origin;
import java.util.Arrays;
import java.util.UUID;

/**
 * What is remembered of a row, or of the event that would make it. Millions are held at a time.
 *
 * @param contents a checksum for each compared column, see {@link ComparedTable}
 */
@SuppressWarnings("ArrayRecordComponent") // compared by hand; a list would take four times the memory
record Fingerprint(Version version, UUID eventId, Origin origin, int[] contents) {

    boolean isNewerThan(Fingerprint other) {
        return version.compareTo(other.version) > 0;
    }

    /** Whether the other is the same version and has the same values; where they stand may differ. */
    boolean agreesWith(Fingerprint other) {
        return version.equals(other.version) && Arrays.equals(contents, other.contents);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fingerprint that
                && agreesWith(that)
                && eventId.equals(that.eventId)
                && origin.equals(that.origin);
    }

    @Override
    public int hashCode() {
        return version.hashCode();
    }
}
