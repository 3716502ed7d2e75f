package io.moodlepipeline.zoho.ledger;

import io.moodlepipeline.event.Version;
import io.moodlepipeline.runtime.consumer.TargetException;
import io.moodlepipeline.zoho.mapping.Role;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Enrolments and grades whose student is not in Zoho yet: kept whole until the student is, newest per key. */
public interface WaitingChildren {

    /**
     * Keeps children; of the same role and key the newest version stays. Durable when it returns.
     *
     * @return those that the database does not hold, though it reported success
     */
    Collection<Child> keep(Collection<Child> children) throws TargetException;

    /**
     * Children that can be decided now: those whose student has a record id in the ledger, then those that have waited longer than the
     * limit. They stay until they are dropped; for a minute no other instance gets them.
     */
    List<Child> due(Duration limit, int most) throws TargetException;

    /** Those are done with; one that was kept in a newer version meanwhile stays. */
    void drop(Collection<Child> children) throws TargetException;

    /** How many wait. */
    long count() throws TargetException;

    /**
     * @param studentKey key of the student's record
     * @param record as it was consumed: key, value, headers, timestamp, topic, partition, offset
     * @param overdue whether it has waited longer than the limit; false when it is kept
     */
    record Child(
            Role role,
            String key,
            String studentKey,
            Version version,
            ConsumerRecord<byte[], byte[]> record,
            boolean overdue) {}
}
