package io.moodlepipeline.runtime.consumer;

import io.moodlepipeline.runtime.record.RecordText;
import io.moodlepipeline.runtime.service.Health;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The tenants whose records the flood guard holds back: where these begin in each partition, when to try them again, and how far the
 * records of all others are done with there. Of the records themselves nothing is kept: they stay in their topics.
 */
final class HeldTenants {
    /** More of them are only counted where they are told. */
    private static final int TOLD = 20;

    private final Map<String, Held> tenants = new TreeMap<>();
    private final Map<TopicPartition, Long> othersDoneTo = new HashMap<>();

    private static final class Held {
        private final Map<TopicPartition, Long> first = new HashMap<>();
        /** Null as long as it is only known that it was held back when somebody committed last. */
        private Flood why;

        private long tryAt;
    }

    /**
     * @param first where its records that are not done with begin
     * @return whether it was not held back before, or for other reasons
     */
    boolean hold(String tenant, Flood why, Map<TopicPartition, Long> first, long tryAt) {
        Held held = tenants.computeIfAbsent(tenant, unknown -> new Held());
        first.forEach((partition, offset) -> held.first.merge(partition, offset, Math::min));
        held.tryAt = tryAt;
        boolean news = held.why == null || !held.why.codes().equals(why.codes());
        if (news) {
            // Not with each try: the message of the last may be another every time.
            held.why = why;
        }
        return news;
    }

    /** It was held back when the partition's offset was committed; why, the next try will show. */
    void holdAsBefore(String tenant, TopicPartition partition, long first, long tryAt) {
        Held held = tenants.computeIfAbsent(tenant, unknown -> new Held());
        held.first.put(partition, first);
        held.tryAt = tryAt;
    }

    boolean isEmpty() {
        return tenants.isEmpty();
    }

    Set<String> tenants() {
        return Set.copyOf(tenants.keySet());
    }

    /** Whether the record has to wait; if so, it is noted where its tenant's begin. */
    boolean holdsBack(ConsumerRecord<byte[], byte[]> record) {
        if (tenants.isEmpty()) {
            return false;
        }
        Held held = tenants.get(RecordText.tenant(record.headers()));
        if (held == null) {
            return false;
        }
        held.first.putIfAbsent(new TopicPartition(record.topic(), record.partition()), record.offset());
        return true;
    }

    /** All records of the others are done with in this partition, up to here. */
    void othersAreDone(TopicPartition partition, long upTo) {
        othersDoneTo.merge(partition, upTo, Math::max);
    }

    /** The first record that is held back; empty where none is. */
    Optional<Long> first(TopicPartition partition) {
        return tenants.values().stream()
                .map(held -> held.first.get(partition))
                .filter(offset -> offset != null)
                .min(Comparator.naturalOrder());
    }

    /** Who has records in this partition that are held back. */
    Set<String> in(TopicPartition partition) {
        return tenants.entrySet().stream()
                .filter(held -> held.getValue().first.containsKey(partition))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Up to where the others are done; 0 where nothing of theirs came behind what is held back. */
    long othersDoneTo(TopicPartition partition) {
        return othersDoneTo.getOrDefault(partition, 0L);
    }

    /** Where a tenant's records begin. */
    Map<TopicPartition, Long> first(String tenant) {
        Held held = tenants.get(tenant);
        return held == null ? Map.of() : Map.copyOf(held.first);
    }

    /** Whose next try is due. */
    Optional<String> due(long now) {
        return tenants.entrySet().stream()
                .filter(held -> held.getValue().tryAt - now <= 0)
                .min(Comparator.comparingLong(held -> held.getValue().tryAt - now))
                .map(Map.Entry::getKey);
    }

    Duration untilDue(long now, Duration most) {
        return tenants.values().stream()
                .map(held -> Duration.ofNanos(Math.max(0, held.tryAt - now)))
                .min(Comparator.naturalOrder())
                .filter(wait -> wait.compareTo(most) < 0)
                .orElse(most);
    }

    void tryAt(String tenant, long time) {
        tenants.get(tenant).tryAt = time;
    }

    /** The tenant's records before these are done with. */
    void advance(String tenant, Map<TopicPartition, Long> to) {
        tenants.get(tenant).first.putAll(to);
    }

    void release(String tenant) {
        tenants.remove(tenant);
        forgetWhereNobodyIsHeld();
    }

    /** Forgets what is another instance's now, or was for a moment. */
    void forget(Collection<TopicPartition> partitions) {
        tenants.values().forEach(held -> held.first.keySet().removeAll(partitions));
        tenants.values().removeIf(held -> held.first.isEmpty());
        forgetWhereNobodyIsHeld();
    }

    void retain(Set<TopicPartition> assignment) {
        if (!tenants.isEmpty()) {
            tenants.values().forEach(held -> held.first.keySet().retainAll(assignment));
            tenants.values().removeIf(held -> held.first.isEmpty());
            forgetWhereNobodyIsHeld();
        }
    }

    private void forgetWhereNobodyIsHeld() {
        othersDoneTo.keySet().removeIf(partition -> first(partition).isEmpty());
    }

    /** Whether all that are held back were tried here. */
    boolean areTried() {
        return tenants.values().stream().noneMatch(held -> held.why == null);
    }

    /** Says so as long as anybody is held back. */
    Optional<Health> health() {
        return tenants.isEmpty() ? Optional.empty() : Optional.of(Health.halted(detail()));
    }

    private String detail() {
        List<String> told = tenants.entrySet().stream()
                .limit(TOLD)
                .map(held ->
                        name(held.getKey()) + (held.getValue().why == null ? "" : " (" + held.getValue().why + ")"))
                .toList();
        String more = tenants.size() > TOLD ? ", and of " + (tenants.size() - TOLD) + " more" : "";
        return "too many records of " + String.join(", ", told) + more
                + " would be dead letters, so nothing of theirs is"
                + " dead-lettered or committed, while all others go on: fix the cause, and they go on by themselves; or set "
                + letThrough() + " to let them through";
    }

    private String letThrough() {
        boolean named = tenants.size() <= TOLD && !tenants.containsKey(RecordText.NO_TENANT);
        return "DEAD_LETTER_GUARD=off" + (named ? ":" + String.join(",", tenants.keySet()) : "");
    }

    private static String name(String tenant) {
        return tenant.equals(RecordText.NO_TENANT) ? "no tenant" : "tenant " + tenant;
    }
}
