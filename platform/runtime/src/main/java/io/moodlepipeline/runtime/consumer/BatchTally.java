package io.moodlepipeline.runtime.consumer;

import io.moodlepipeline.runtime.deadletter.FloodGuard;
import io.moodlepipeline.runtime.deadletter.FloodGuard.Fate;
import io.moodlepipeline.runtime.deadletter.FloodGuard.Tally;
import io.moodlepipeline.runtime.deadletter.Streaks;
import io.moodlepipeline.runtime.record.RecordText;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The flood guard's count of one batch, tenant by tenant. Records that do not tell their tenant have nothing good among them that could end
 * their row, so it ends with any record that goes well: what somebody strews into the topics over months is no flood.
 */
final class BatchTally {
    private final Map<String, Tally> tallies = new HashMap<>();

    /** Whose records are too many dead ones, whatever comes of the rest of them. */
    private final Set<String> floods = new TreeSet<>();

    BatchTally(FloodGuard guard, Streaks streaks, Batch batch) {
        Map<String, Integer> sizes = new HashMap<>();
        batch.records().forEach(record -> sizes.merge(RecordText.tenant(record.headers()), 1, Integer::sum));
        sizes.putIfAbsent(RecordText.NO_TENANT, 0);
        sizes.forEach((tenant, size) -> tallies.put(tenant, guard.tally(tenant, streaks.of(tenant), size)));
    }

    void add(ConsumerRecord<byte[], byte[]> record, Fate fate) {
        String tenant = RecordText.tenant(record.headers());
        Tally tally = tallies.get(tenant);
        tally.add(fate);
        if (fate == Fate.ALIVE) {
            tallies.get(RecordText.NO_TENANT).interrupt();
        }
        if (tally.isFlood()) {
            floods.add(tenant);
        }
    }

    Set<String> floods() {
        return floods;
    }

    boolean isOfFlood(ConsumerRecord<byte[], byte[]> record) {
        return !floods.isEmpty() && floods.contains(RecordText.tenant(record.headers()));
    }

    /** The batch is done with, but for the records of floods, which come again: their streaks are as before it. */
    void settle(Streaks streaks) {
        tallies.forEach((tenant, tally) -> {
            if (!floods.contains(tenant)) {
                streaks.set(tenant, tally.streak());
            }
        });
    }
}
