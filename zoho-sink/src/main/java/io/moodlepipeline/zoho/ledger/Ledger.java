package io.moodlepipeline.zoho.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.runtime.consumer.TargetException;
import io.moodlepipeline.zoho.mapping.Role;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One tenant's part of the ledger, in one Zoho organisation, as one instance sees it. Every method is one transaction, durable when it
 * returns; a {@link TargetException} says that the database took nothing. For several threads.
 */
public interface Ledger {

    /** The entries of those keys that have one, by key. */
    Map<String, Entry> find(Role role, Collection<String> keys) throws TargetException;

    /**
     * Claims records for a write.
     *
     * @param wanted each key at most once
     * @return what came of each, in the order asked
     */
    List<Claim> claim(Role role, List<Wanted> wanted) throws TargetException;

    /** Until when after a claim its write may be under way. */
    Duration lease();

    /** Notes how writes ended, and gives the claims back. */
    void settle(Role role, Collection<? extends Settlement> settlements) throws TargetException;

    /**
     * Forgets record ids that Zoho says are dead. The next write of each finds its record by key, or makes it anew; content that was sent
     * before is sent again soon.
     */
    void forgetRecords(Role role, Collection<String> keys) throws TargetException;

    /** Notes records found in Zoho by their keys, without content: record ids by key. Entries that have an id keep theirs. */
    void found(Role role, Map<String, String> recordIds) throws TargetException;

    /**
     * Which of these keys' records nobody has looked for in Zoho yet: neither a census that has ended nor a lookup, or whose record was
     * forgotten since.
     */
    List<String> neverLookedFor(Role role, Collection<String> keys) throws TargetException;

    /** Notes that Zoho was asked for these keys, whether or not it had them. */
    void lookedFor(Role role, Collection<String> keys) throws TargetException;

    /** Records whose newest content has to be sent once more, claimed for that. */
    List<Suspect> claimSuspects(Role role, int limit) throws TargetException;

    /** How far a census of the module has come: the last record id read; empty when it has not begun. */
    Census census(Role role) throws TargetException;

    /** Notes how far a census has come. */
    void noteCensus(Role role, Census census) throws TargetException;

    /**
     * @param state {@code OPEN}: not ended; {@code DONE}: all keyed records of the module were noted; {@code REFUSED}: Zoho does not take
     *     the query, keys are looked for batch by batch
     * @param lastRecordId where to go on; null at the beginning
     */
    record Census(State state, String lastRecordId) {
        public enum State {
            OPEN,
            DONE,
            REFUSED
        }
    }

    /** A record to be sent again under its claim, with the content that was sent last. */
    record Suspect(Claim.Granted claim, ObjectNode content) {}

    /** Another tenant's or key's entry that claims this record, for the check before an adoption. */
    Optional<String> keyOf(Role role, String recordId) throws TargetException;

    /**
     * The keys whose records were last sent with one of these values in a field.
     *
     * @param values in lower case
     * @return keys by value, for values that somebody has; without regard to capitals
     */
    Map<String, Set<String>> keysHolding(Role role, String field, Collection<String> values) throws TargetException;
}
