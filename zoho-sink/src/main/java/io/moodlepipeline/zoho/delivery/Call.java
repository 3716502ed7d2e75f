package io.moodlepipeline.zoho.delivery;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.runtime.consumer.Outcome.Settled;
import io.moodlepipeline.runtime.consumer.TargetException;
import io.moodlepipeline.runtime.service.UnrecoverableException;
import io.moodlepipeline.zoho.api.RowResult;
import io.moodlepipeline.zoho.api.UpsertRequest;
import io.moodlepipeline.zoho.api.ZohoException;
import io.moodlepipeline.zoho.ledger.Settlement;
import io.moodlepipeline.zoho.mapping.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends claimed rows of one module until each is decided, and settles each claim as soon as it is. */
final class Call {
    private static final Logger log = LoggerFactory.getLogger(Call.class);

    private final Connections connections;
    private final Role role;

    private final List<Settlement> settlements = new ArrayList<>();
    private final List<Attempt> again = new ArrayList<>();
    private final List<Attempt> toFind = new ArrayList<>();
    private final List<Attempt> orphans = new ArrayList<>();
    private String stop;

    Call(Connections connections, Role role) {
        this.connections = connections;
        this.role = role;
    }

    /**
     * @param attempts at most as many as one call carries
     * @throws TargetException when some are not decided; those decided are settled
     */
    void run(List<Attempt> attempts) throws TargetException {
        List<Attempt> open = List.copyOf(attempts);
        while (!open.isEmpty()) {
            List<RowResult> results = send(open);
            for (int i = 0; i < open.size(); i++) {
                judge(open.get(i), results.get(i));
            }
            connections.ledger().settle(role, settlements);
            settlements.clear();
            if (stop != null) {
                release(again);
                throw new UnrecoverableException(stop, null);
            }
            open = next();
        }
    }

    private List<RowResult> send(List<Attempt> open) throws TargetException {
        UpsertRequest request = new UpsertRequest(
                connections.rows().module(role),
                open.stream().map(Attempt::body).toList(),
                List.of(connections.rows().keyField(role)),
                connections.triggers(),
                () -> open.stream().allMatch(connections::mayStillSend));
        try {
            return connections.api().upsert(request);
        } catch (ZohoException e) {
            // In doubt the claims stay: what Zoho may still do must not be overtaken by a newer write.
            if (!e.inDoubt()) {
                release(open);
            }
            throw CallFailures.of(e);
        }
    }

    private void release(List<Attempt> attempts) throws TargetException {
        connections
                .ledger()
                .settle(
                        role,
                        attempts.stream()
                                .map(attempt -> new Settlement.Released(attempt.claim()))
                                .toList());
    }

    private void judge(Attempt attempt, RowResult result) {
        if (result instanceof RowResult.Written written) {
            if (attempt.written(written.id())) {
                again.add(attempt);
            } else {
                done(attempt);
            }
            return;
        }
        Verdict verdict = RowErrors.verdict(((RowResult.Refused) result).error(), attempt);
        if (verdict instanceof Verdict.LeaveOut field) {
            attempt.leaveOut(field.apiName(), field.error());
            again.add(attempt);
        } else if (verdict instanceof Verdict.TryAgain duplicate) {
            attempt.tryAgain(duplicate.error());
            (attempt.addressesRecord() ? again : toFind).add(attempt);
        } else if (verdict instanceof Verdict.RecordGone gone) {
            if (attempt.forgetRecord(gone.error())) {
                toFind.add(attempt);
            } else {
                dead(attempt, new Verdict.Dead(DeadLetterCode.ZOHO_INVALID_DATA, gone.error()));
            }
        } else if (verdict instanceof Verdict.StudentGone gone) {
            if (attempt.pending() != null && attempt.forgetStudent(gone.error())) {
                orphans.add(attempt);
            } else {
                dead(attempt, new Verdict.Dead(DeadLetterCode.ZOHO_INVALID_DATA, gone.error()));
            }
        } else if (verdict instanceof Verdict.Dead dead) {
            dead(attempt, dead);
        } else if (verdict instanceof Verdict.Stop refused) {
            stop = refused.error();
            settlements.add(new Settlement.Released(attempt.claim()));
        }
    }

    private void done(Attempt attempt) {
        if (attempt.death() != null) {
            bury(attempt, attempt.death());
            return;
        }
        settlements.add(new Settlement.Sent(
                attempt.claim(),
                attempt.recordId(),
                attempt.row().name(),
                attempt.sentContent(),
                attempt.leftOut(),
                attempt.leftOut().isEmpty() ? null : attempt.lastError()));
        if (attempt.pending() != null) {
            attempt.pending().settle(Settled.APPLIED);
        }
    }

    /** A grade's record must not go on showing an award that its newest event does not give. */
    private void dead(Attempt attempt, Verdict.Dead why) {
        boolean hasAward = role == Role.GRADE && attempt.pending() != null && attempt.addressesRecord();
        if (hasAward && attempt.death() == null) {
            attempt.withdraw(
                    connections
                            .rows()
                            .withoutAward(
                                    attempt.pending().event(), attempt.pending().draft()),
                    why);
            again.add(attempt);
        } else {
            bury(attempt, attempt.death() == null ? why : attempt.death());
        }
    }

    /** An older grade must not be written after a newer one was refused; of a person or enrolment the older is better than none. */
    private void bury(Attempt attempt, Verdict.Dead why) {
        if (attempt.pending() == null) {
            log.atWarn()
                    .addKeyValue("role", role)
                    .addKeyValue("record", attempt.recordId())
                    .addKeyValue("reason", why.error())
                    .log("A record of doubtful content could not be sent again; its next event will be");
        }
        settlements.add(
                role == Role.GRADE || attempt.pending() == null
                        ? new Settlement.Refused(attempt.claim(), why.error())
                        : new Settlement.Released(attempt.claim()));
        if (attempt.pending() != null) {
            attempt.pending().refuse(why.code(), why.error());
        }
    }

    private List<Attempt> next() throws TargetException {
        find();
        findStudents();
        List<Attempt> next = List.copyOf(again);
        again.clear();
        return next;
    }

    private void find() throws TargetException {
        if (toFind.isEmpty()) {
            return;
        }
        Map<String, String> found = connections
                .search()
                .byKey(role, toFind.stream().map(attempt -> attempt.row().key()).toList());
        List<Attempt> pointless = new ArrayList<>();
        for (Attempt attempt : toFind) {
            attempt.address(found.get(attempt.row().key()));
            (attempt.addressesRecord() || attempt.mayCreate() ? again : pointless).add(attempt);
        }
        toFind.clear();
        giveUp(pointless);
    }

    /** Somebody has deleted the record that was to lose something. */
    private void giveUp(List<Attempt> attempts) throws TargetException {
        if (attempts.isEmpty()) {
            return;
        }
        connections
                .ledger()
                .forgetRecords(
                        role,
                        attempts.stream().map(attempt -> attempt.row().key()).toList());
        for (Attempt attempt : attempts) {
            if (attempt.death() != null) {
                bury(attempt, attempt.death());
                continue;
            }
            settlements.add(new Settlement.Noted(attempt.claim()));
            if (attempt.pending() != null) {
                attempt.pending().settle(Settled.SKIPPED);
            }
        }
        connections.ledger().settle(role, settlements);
        settlements.clear();
    }

    private void findStudents() throws TargetException {
        if (orphans.isEmpty()) {
            return;
        }
        List<String> keys = orphans.stream()
                .map(attempt -> attempt.pending().draft().studentKey())
                .distinct()
                .toList();
        connections.ledger().forgetRecords(Role.STUDENT, keys);
        Map<String, String> found = new LinkedHashMap<>(connections.search().byKey(Role.STUDENT, keys));
        connections.ledger().found(Role.STUDENT, found);
        List<Attempt> waiting = new ArrayList<>();
        for (Attempt attempt : orphans) {
            String student = found.get(attempt.pending().draft().studentKey());
            if (student == null) {
                waiting.add(attempt);
            } else {
                attempt.pointTo(JsonNodeFactory.instance.objectNode().put("id", student));
                again.add(attempt);
            }
        }
        orphans.clear();
        if (!waiting.isEmpty()) {
            release(waiting);
            connections.holding().hold(waiting.stream().map(Attempt::pending).toList());
        }
    }
}
