package io.moodlepipeline.ops.trace;

import io.moodlepipeline.event.EventHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.utils.Utils;

/** Which records are looked for, and what makes it unnecessary to look at all of them. */
final class Wanted implements Predicate<ConsumerRecord<byte[], byte[]>> {
    private static final int TIME_ORDERED_EPOCH = 7;

    /** A sender's clock may be ahead by this and is still believed; and clocks of brokers and gateways differ, too. */
    private static final Duration MARGIN = Duration.ofMinutes(10);

    private final Predicate<ConsumerRecord<byte[], byte[]>> match;
    private final byte[] key;
    private final Instant notBefore;

    private Wanted(Predicate<ConsumerRecord<byte[], byte[]>> match, byte[] key, Instant notBefore) {
        this.match = match;
        this.key = key;
        this.notBefore = notBefore;
    }

    /** @param tenant whose event; null for any */
    static Wanted event(UUID id, String tenant) {
        byte[] text = id.toString().getBytes(StandardCharsets.UTF_8);
        Instant notBefore = id.version() == TIME_ORDERED_EPOCH
                ? Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16).minus(MARGIN)
                : null;
        byte[] owner = tenant == null ? null : tenant.getBytes(StandardCharsets.UTF_8);
        return new Wanted(
                record -> has(record, EventHeaders.ID, text)
                        && (owner == null || has(record, EventHeaders.TENANT, owner)),
                null,
                notBefore);
    }

    static Wanted user(String tenant, long userId) {
        byte[] key = (tenant + ":" + userId).getBytes(StandardCharsets.UTF_8);
        return new Wanted(record -> Arrays.equals(record.key(), key), key, null);
    }

    private static boolean has(ConsumerRecord<byte[], byte[]> record, String name, byte[] value) {
        Header header = record.headers().lastHeader(name);
        return header != null && Arrays.equals(header.value(), value);
    }

    @Override
    public boolean test(ConsumerRecord<byte[], byte[]> record) {
        return match.test(record);
    }

    /** Whether they are in this partition of a topic with so many, as producers place them. */
    boolean belongsIn(int partition, int partitions) {
        return key == null || partition(key, partitions) == partition;
    }

    /** Whether a record stands where its key belongs among so many partitions; those of before their number was changed do not. */
    static boolean isInPlace(ConsumerRecord<byte[], byte[]> record, int partitions) {
        return record.key() != null && partition(record.key(), partitions) == record.partition();
    }

    /** As Kafka's producers choose it. */
    private static int partition(byte[] key, int partitions) {
        return Utils.toPositive(Utils.murmur2(key)) % partitions;
    }

    /** Before which none of them is likely: an id that carries its time was minted then. */
    Optional<Instant> notBefore() {
        return Optional.ofNullable(notBefore);
    }
}
