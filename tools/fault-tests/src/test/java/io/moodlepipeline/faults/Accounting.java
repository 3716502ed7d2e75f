package io.moodlepipeline.faults;

import io.moodlepipeline.testkit.Database;
import io.moodlepipeline.testkit.TopicRecords;
import io.moodlepipeline.testkit.tables.BusinessColumns;
import io.moodlepipeline.testkit.tables.IndependentFold;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/** Holds what was accepted against what is in topics and tables at the end, event by event and row by row. */
final class Accounting {
    private static final String PROCESSOR = "grade-processor";
    private static final String WRITER = "db-writer";

    private final Collection<Submission> accepted;
    private final Letters letters;
    private final Set<String> enriched;
    private final Map<String, UUID> holders;
    private final Map<String, Map<String, String>> rows;
    private final Account processor = new Account(PROCESSOR);
    private final Account writer = new Account(WRITER);

    private Accounting(Collection<Submission> accepted, String brokers, Database database) throws SQLException {
        this.accepted = accepted;
        this.letters = Letters.read(brokers);
        this.enriched = TopicRecords.readAll(brokers, "moodle.grade-enriched").stream()
                .map(record -> TopicRecords.header(record, "ce_id"))
                .collect(Collectors.toSet());
        this.holders = BusinessColumns.eventIds(database);
        this.rows = BusinessColumns.read(database);
        accepted.stream().filter(Submission::isGrade).forEach(this::bookForProcessor);
        bookForWriter();
    }

    /** @param accepted each event once */
    static Accounting of(Collection<Submission> accepted, String brokers, Database database) throws SQLException {
        return new Accounting(accepted, brokers, database);
    }

    Letters letters() {
        return letters;
    }

    List<Account> accounts() {
        return List.of(processor, writer);
    }

    private void bookForProcessor(Submission grade) {
        String id = grade.id().toString();
        processor.book(grade, enriched.contains(id), false, letters.isDead(id, PROCESSOR));
    }

    private void bookForWriter() {
        List<Submission> reached = accepted.stream()
                .filter(event -> !event.isGrade() || !letters.isDead(event.id().toString(), PROCESSOR))
                .toList();
        IndependentFold fold = new IndependentFold();
        reached.stream()
                .filter(event -> !letters.isDead(event.id().toString(), WRITER))
                .forEach(event -> fold.add(event.event(), event.bytes(), Instant.now(), event.id()));
        Map<String, UUID> newest = fold.newestEvents();
        for (Submission event : reached) {
            UUID holder = holders.get(event.row());
            boolean isDead = letters.isDead(event.id().toString(), WRITER);
            boolean isApplied = event.id().equals(holder);
            // A dead one may be older than what its row holds too; it is dead all the same.
            boolean isSuperseded = !isDead && !isApplied && holder != null && holder.equals(newest.get(event.row()));
            writer.book(event, isApplied, isSuperseded, isDead);
        }
        compareRows(fold.newest());
    }

    private void compareRows(Map<String, Map<String, String>> expected) {
        Set<String> keys = new TreeSet<>(expected.keySet());
        keys.addAll(ofTheSamePeople(expected));
        keys.stream()
                .filter(key -> !Objects.equals(rows.get(key), expected.get(key)))
                .forEach(key ->
                        writer.wrong("row " + key + " is " + rows.get(key) + " instead of " + expected.get(key)));
    }

    /** Rows that are there, of the people whose events were accepted; some may be there though they should not. */
    private Set<String> ofTheSamePeople(Map<String, Map<String, String>> expected) {
        Set<String> people =
                expected.values().stream().map(row -> row.get("moodle_user_id")).collect(Collectors.toSet());
        return rows.entrySet().stream()
                .filter(row -> people.contains(row.getValue().get("moodle_user_id")))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
