package io.moodlepipeline.zoho.delivery;

import io.moodlepipeline.event.EventHeaders;
import io.moodlepipeline.runtime.consumer.BatchSink;
import io.moodlepipeline.runtime.consumer.ConsumedEvent;
import io.moodlepipeline.runtime.consumer.Outcome;
import io.moodlepipeline.runtime.consumer.Outcome.Settled;
import io.moodlepipeline.runtime.consumer.TargetException;
import io.moodlepipeline.runtime.deadletter.Failure;
import io.moodlepipeline.runtime.record.RecordText;
import io.moodlepipeline.zoho.api.ZohoApi;
import io.moodlepipeline.zoho.credit.CreditGovernor;
import io.moodlepipeline.zoho.credit.CreditState;
import io.moodlepipeline.zoho.ledger.Ledger;
import io.moodlepipeline.zoho.ledger.WaitingChildren;
import io.moodlepipeline.zoho.mapping.Matching;
import io.moodlepipeline.zoho.mapping.Role;
import io.moodlepipeline.zoho.row.Rows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Writes one tenant's students, enrolments and grades to Zoho. What was written is in the ledger before anything else is done, so that a
 * batch that comes again costs no second call.
 */
public final class ZohoSink implements BatchSink {
    /** More than a few calls' worth, so that released children go in full ones. */
    private static final int MOST_RECALLED = 2000;

    private final String tenant;
    private final Connections connections;
    private final RoleDelivery delivery;
    private final WaitingChildren waiting;
    private final Duration longestWait;
    private final Upkeep upkeep;
    private final CreditGovernor governor;

    /** Records that were recalled and are not decided yet, as they were handed out. */
    private final IdentityHashMap<ConsumerRecord<byte[], byte[]>, WaitingChildren.Child> recalled =
            new IdentityHashMap<>();

    private ZohoSink(
            String tenant,
            Connections connections,
            RoleDelivery delivery,
            WaitingChildren waiting,
            Duration longestWait,
            Upkeep upkeep,
            CreditGovernor governor) {
        this.tenant = tenant;
        this.connections = connections;
        this.delivery = delivery;
        this.waiting = waiting;
        this.longestWait = longestWait;
        this.upkeep = upkeep;
        this.governor = governor;
    }

    /**
     * What a tenant's records are written to.
     *
     * @param api as the governor lets calls pass
     */
    public record Target(ZohoApi api, CreditGovernor governor, Ledger ledger, WaitingChildren waiting, Rows rows) {}

    /**
     * @param matching how records that admissions made are found; empty: they are not
     * @param triggers automations in Zoho that writes shall run
     * @param sendLimit how long after a claim a write may still be sent, so that it ends within the lease
     * @param longestWait how long a child may wait for its student
     */
    public static ZohoSink of(
            String tenant,
            Target target,
            Optional<Matching> matching,
            List<String> triggers,
            ParallelCalls calls,
            Duration sendLimit,
            Duration longestWait) {
        Connections connections = new Connections(
                target.api(),
                target.ledger(),
                target.rows(),
                new RecordSearch(target.api(), target.ledger(), target.rows()),
                new Holding(target.waiting()),
                triggers,
                sendLimit,
                System::nanoTime);
        Adoption adoption = matching.<Adoption>map(
                        match -> new MatchingAdoption(target.api(), target.ledger(), target.rows(), match))
                .orElse(Adoption.OFF);
        return new ZohoSink(
                tenant,
                connections,
                new RoleDelivery(connections, calls, adoption),
                target.waiting(),
                longestWait,
                new Upkeep(connections, target.governor()),
                target.governor());
    }

    @Override
    public boolean concerns(ConsumerRecord<byte[], byte[]> record) {
        return tenant.equals(RecordText.header(record.headers(), EventHeaders.TENANT));
    }

    @Override
    public List<Outcome> write(List<ConsumerRecord<byte[], byte[]>> records) throws TargetException {
        List<Supplier<Outcome>> outcomes = new ArrayList<>(records.size());
        List<Pending> events = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            outcomes.add(ConsumedEvent.of(record)
                    .<Supplier<Outcome>>fold(
                            event -> {
                                Pending pending = new Pending(
                                        record, event, connections.rows().draft(event));
                                events.add(pending);
                                return pending::outcome;
                            },
                            malformed -> () -> Outcome.refused(Failure.malformed(malformed))));
        }
        // Students first, whom the others point to.
        for (Role role : Role.values()) {
            List<Pending> ofRole = events.stream()
                    .filter(event -> event.draft().role() == role)
                    .toList();
            delivery.deliver(role, ofRole, this::isOverdue);
            if (role == Role.STUDENT && !ofRole.isEmpty()) {
                upkeep.studentsWritten();
            }
        }
        requireDecided(events);
        return outcomes.stream().map(Supplier::get).toList();
    }

    private boolean isOverdue(Pending child) {
        WaitingChildren.Child known = recalled.get(child.record());
        return known != null && known.overdue();
    }

    private static void requireDecided(List<Pending> events) throws TargetException {
        long open = events.stream().filter(Pending::isOpen).count();
        if (open > 0) {
            String reason =
                    "another write of " + open + " of these records may be under way; waiting for its lease to end";
            throw TargetException.unavailable(reason, new IllegalStateException(reason));
        }
    }

    @Override
    public List<ConsumerRecord<byte[], byte[]>> recall() throws TargetException {
        upkeep.resendSuspects();
        if (!upkeep.mayBeDue()) {
            return List.of();
        }
        recalled.clear();
        for (WaitingChildren.Child child : waiting.due(longestWait, MOST_RECALLED)) {
            recalled.put(child.record(), child);
        }
        upkeep.looked(!recalled.isEmpty());
        return List.copyOf(recalled.keySet());
    }

    @Override
    public void decided(List<ConsumerRecord<byte[], byte[]>> records, List<Outcome> outcomes) throws TargetException {
        List<WaitingChildren.Child> done = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            WaitingChildren.Child child = recalled.get(records.get(i));
            if (child != null && outcomes.get(i) != Settled.HELD) {
                done.add(child);
            }
        }
        waiting.drop(done);
        recalled.clear();
    }

    /** Costs no call: the limits and the ledger are asked, Zoho is when the batch comes again. */
    @Override
    public void probe() throws TargetException {
        connections.ledger().find(Role.STUDENT, List.of());
        if (governor.state() instanceof CreditState.Closed closed) {
            throw TargetException.unavailable(closed.reason(), new IllegalStateException(closed.reason()));
        }
    }
}
