package io.moodlepipeline.zoho.delivery;

import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.postgresql.SqlFailures;
import io.moodlepipeline.runtime.consumer.Outcome.Settled;
import io.moodlepipeline.runtime.consumer.TargetException;
import io.moodlepipeline.zoho.api.ZohoApi;
import io.moodlepipeline.zoho.ledger.Claim;
import io.moodlepipeline.zoho.ledger.Entry;
import io.moodlepipeline.zoho.ledger.Settlement;
import io.moodlepipeline.zoho.ledger.Wanted;
import io.moodlepipeline.zoho.mapping.Role;
import io.moodlepipeline.zoho.row.Built;
import io.moodlepipeline.zoho.row.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Brings a batch's events of one module to Zoho: of each record the newest, in full calls, several at the same time. */
final class RoleDelivery {
    private final Connections connections;
    private final ParallelCalls calls;
    private final Adoption adoption;

    RoleDelivery(Connections connections, ParallelCalls calls, Adoption adoption) {
        this.connections = connections;
        this.calls = calls;
        this.adoption = adoption;
    }

    /**
     * Gives each event its outcome, but for those whose record somebody else may be writing: they stay open.
     *
     * @throws TargetException when some are not decided; they can be brought again, and those decided cost nothing then
     */
    void deliver(Role role, Collection<Pending> events, Overdue overdue) throws TargetException {
        Map<String, List<Pending>> byKey = new TreeMap<>();
        events.forEach(event -> byKey.computeIfAbsent(event.draft().key(), key -> new ArrayList<>())
                .add(event));
        // Of the same version the one that came last: it is the same event once more.
        byKey.values()
                .forEach(versions -> versions.sort(
                        Comparator.comparing((Pending event) -> event.event().version())));
        List<Pending> newest = byKey.values().stream()
                .map(versions -> versions.remove(versions.size() - 1))
                .toList();
        while (!newest.isEmpty()) {
            new Round(role, overdue).run(newest);
            newest = newest.stream()
                    .map(event -> olderInstead(event, byKey.get(event.draft().key())))
                    .filter(Objects::nonNull)
                    .toList();
        }
    }

    /** When the newest of a person or enrolment was refused the one before it is better than none; of a grade it is not. */
    private static Pending olderInstead(Pending event, List<Pending> older) {
        if (event.isOpen() || older.isEmpty()) {
            return null;
        }
        if (event.outcome().failure().isPresent() && event.draft().role() != Role.GRADE) {
            return older.remove(older.size() - 1);
        }
        older.forEach(each -> each.settle(Settled.SUPERSEDED));
        older.clear();
        return null;
    }

    /** Children that have waited for their student long enough. */
    @FunctionalInterface
    interface Overdue {
        boolean test(Pending child);
    }

    /** One event of each record. */
    private final class Round {
        private final Role role;
        private final Overdue overdue;
        private final Map<String, Candidate> candidates = new LinkedHashMap<>();
        private final List<Attempt> attempts = new ArrayList<>();

        private Round(Role role, Overdue overdue) {
            this.role = role;
            this.overdue = overdue;
        }

        void run(List<Pending> events) throws TargetException {
            makeRows(events);
            List<Candidate> all = List.copyOf(candidates.values());
            for (List<Candidate> group : Chunks.of(all, ZohoApi.MAX_ROWS * calls.most())) {
                claim(group);
                sendFullCalls();
            }
            renew();
            send(List.copyOf(attempts));
        }

        private void makeRows(List<Pending> events) throws TargetException {
            Map<String, Entry> students = studentsOf(events);
            Map<String, Entry> entries = connections
                    .ledger()
                    .find(
                            role,
                            events.stream().map(event -> event.draft().key()).toList());
            List<Pending> children = new ArrayList<>();
            for (Pending event : events) {
                Entry student =
                        role == Role.STUDENT ? null : students.get(event.draft().studentKey());
                boolean needsStudent = role != Role.STUDENT && event.draft().sent();
                if (!needsStudent || (student != null && student.recordId() != null)) {
                    makeRow(event, entries.get(event.draft().key()), student);
                } else if (overdue.test(event)) {
                    event.refuse(DeadLetterCode.STUDENT_NOT_SYNCED, "its student has not come to Zoho in time");
                } else {
                    children.add(event);
                }
            }
            connections.holding().hold(children);
            findRecords(entries);
        }

        private Map<String, Entry> studentsOf(List<Pending> events) throws TargetException {
            if (role == Role.STUDENT) {
                return Map.of();
            }
            return connections
                    .ledger()
                    .find(
                            Role.STUDENT,
                            events.stream()
                                    .map(event -> event.draft().studentKey())
                                    .distinct()
                                    .toList());
        }

        private void makeRow(Pending event, Entry entry, Entry student) {
            if (!event.draft().sent()) {
                add(event, connections.rows().withdrawn(event.event(), event.draft()), null);
                return;
            }
            Built built = connections
                    .rows()
                    .build(
                            event.event(),
                            event.draft(),
                            entry == null ? null : entry.name(),
                            student == null ? null : student.recordId());
            if (built instanceof Built.Fit fit) {
                add(event, fit.row(), null);
            } else if (built instanceof Built.Unfit unfit) {
                if (role == Role.GRADE) {
                    Row remainder = connections.rows().withoutAward(event.event(), event.draft());
                    add(event, remainder, new Verdict.Dead(unfit.code(), unfit.message()));
                } else {
                    event.refuse(unfit.code(), unfit.message());
                }
            }
        }

        private void add(Pending event, Row row, Verdict.Dead death) {
            candidates.put(row.key(), new Candidate(event, row, death));
        }

        private void findRecords(Map<String, Entry> entries) throws TargetException {
            List<Candidate> unknown = candidates.values().stream()
                    .filter(candidate -> {
                        Entry entry = entries.get(candidate.row().key());
                        return entry == null || entry.recordId() == null;
                    })
                    .toList();
            if (unknown.isEmpty()) {
                return;
            }
            // Those too that make none: what a lost database knew of may have to end, or to lose its award.
            connections
                    .search()
                    .lookFor(
                            role,
                            unknown.stream()
                                    .map(candidate -> candidate.row().key())
                                    .toList());
            if (role == Role.STUDENT) {
                adoption.adopt(unknown).forEach(candidates::remove);
            }
        }

        private void claim(List<Candidate> group) throws TargetException {
            long claimedAt = connections.nanoTime().getAsLong();
            List<Claim> claims = connections
                    .ledger()
                    .claim(role, group.stream().map(Candidate::wanted).toList());
            List<Settlement> noted = new ArrayList<>();
            for (int i = 0; i < group.size(); i++) {
                Candidate candidate = group.get(i);
                Pending event = candidate.event();
                Claim claim = claims.get(i);
                if (claim instanceof Claim.Superseded) {
                    event.settle(Settled.SUPERSEDED);
                } else if (claim instanceof Claim.Unchanged) {
                    decide(event, candidate.death());
                } else if (claim instanceof Claim.NotStored) {
                    event.refuse(DeadLetterCode.NOT_STORED, SqlFailures.notStored("zoho.entry"));
                } else if (claim instanceof Claim.Granted granted) {
                    boolean nothingToWithdraw =
                            (candidate.death() != null || !event.draft().sent())
                                    && granted.entry().recordId() == null;
                    if (nothingToWithdraw) {
                        noted.add(
                                candidate.death() == null
                                        ? new Settlement.Noted(granted)
                                        : new Settlement.Refused(
                                                granted, candidate.death().error()));
                        decide(event, candidate.death());
                    } else {
                        attempts.add(attempt(candidate, granted, claimedAt));
                    }
                }
                // A busy one stays open.
            }
            connections.ledger().settle(role, noted);
        }

        private void decide(Pending event, Verdict.Dead death) {
            if (death != null) {
                event.refuse(death.code(), death.error());
            } else {
                event.settle(event.draft().sent() ? Settled.APPLIED : Settled.SKIPPED);
            }
        }

        private Attempt attempt(Candidate candidate, Claim.Granted granted, long claimedAt) {
            Attempt attempt = new Attempt(candidate.event(), candidate.row(), granted, claimedAt, connections.rows());
            if (candidate.death() != null) {
                attempt.withdraw(candidate.row(), candidate.death());
            }
            return attempt;
        }

        private void sendFullCalls() throws TargetException {
            int full = attempts.size() - attempts.size() % ZohoApi.MAX_ROWS;
            List<Attempt> now = List.copyOf(attempts.subList(0, full));
            attempts.subList(0, full).clear();
            send(now);
        }

        /** Those that did not fill a call were claimed a few calls ago. */
        private void renew() throws TargetException {
            if (attempts.isEmpty()) {
                return;
            }
            List<Candidate> rest = attempts.stream()
                    .map(attempt -> candidates.get(attempt.row().key()))
                    .toList();
            boolean stale = attempts.stream().anyMatch(this::isHalfUsed);
            if (stale) {
                attempts.clear();
                claim(rest);
            }
        }

        private boolean isHalfUsed(Attempt attempt) {
            long age = connections.nanoTime().getAsLong() - attempt.claimedAt();
            return age > connections.sendLimit().toNanos() / 2;
        }

        private void send(List<Attempt> now) throws TargetException {
            calls.run(Chunks.of(now, ZohoApi.MAX_ROWS).stream()
                    .map(chunk -> (ParallelCalls.Task) () -> new Call(connections, role).run(chunk))
                    .toList());
        }
    }

    /**
     * An event that may be written.
     *
     * @param death why its own row cannot be sent, so that it only takes back what an older one gave; null when it can
     */
    record Candidate(Pending event, Row row, Verdict.Dead death) {
        Wanted wanted() {
            return new Wanted(row.key(), event.event().version(), row.hash());
        }
    }
}
