package io.moodlepipeline.ops.verify;

import io.moodlepipeline.runtime.deadletter.LetterIdentity;
import io.moodlepipeline.runtime.record.Origin;
import io.moodlepipeline.writer.tables.RowKey;
import io.moodlepipeline.writer.tables.StoredRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * The rows of a table beside the newest events of the topics. First all rows are put in, then all events, then the differences come
 * out.
 *
 * <p>A row names the event it came from, so it is compared with that one, wherever the consumer is by now; and with the newest that
 * was certainly consumed, than which it must not be older. So rows may be newer than the offsets the comparison began with.
 */
final class TableComparison {
    private final ComparedTable<?> table;
    private final Advice advice;
    private final Map<RowKey, Sides> keys = new HashMap<>();

    TableComparison(ComparedTable<?> table, Advice advice) {
        this.table = table;
        this.advice = advice;
    }

    /** What is known of one key. Nearly always all that is not null is one object. */
    private static final class Sides {
        private Fingerprint row;
        private Fingerprint atItsOrigin;
        private Fingerprint newest;
        private Fingerprint newestDead;
    }

    void row(RowKey key, Fingerprint row) {
        keys.computeIfAbsent(key, absent -> new Sides()).row = row;
    }

    void event(RowKey key, Fingerprint read, Consumed consumed) {
        Sides sides = keys.computeIfAbsent(key, absent -> new Sides());
        // The same object twice where two are the same: this halves the memory.
        Fingerprint event = read.equals(sides.row) ? sides.row : read;
        if (sides.row != null && event.origin().equals(sides.row.origin())) {
            sides.atItsOrigin = event;
        }
        switch (consumed) {
            case DONE -> sides.newest = newer(sides.newest, event);
            case DEAD -> sides.newestDead = newer(sides.newestDead, event);
            case NOT_YET -> {
                // It need not show yet, and where it does, the row has told by its origin.
            }
        }
    }

    private static Fingerprint newer(Fingerprint known, Fingerprint event) {
        return known == null || !known.isNewerThan(event) ? event : known;
    }

    /** How many rows were put in. */
    long rows() {
        return keys.values().stream().filter(sides -> sides.row != null).count();
    }

    /**
     * Tells each difference, in no order.
     *
     * @param retained whether the record at this place should still be in its topic
     */
    void differences(Predicate<Origin> retained, BiConsumer<RowKey, Finding> told) {
        keys.forEach((key, sides) -> {
            difference(key, sides, retained).ifPresent(finding -> told.accept(key, finding));
            dead(key, sides).ifPresent(finding -> told.accept(key, finding));
        });
    }

    private Optional<Finding> difference(RowKey key, Sides sides, Predicate<Origin> retained) {
        if (sides.row == null) {
            return sides.newest == null
                    ? Optional.empty()
                    : Optional.of(finding(Difference.MISSING, key, sides.newest, advice.readAgain(sides.newest)));
        }
        if (sides.newest != null && sides.newest.isNewerThan(sides.row)) {
            return Optional.of(finding(Difference.STALE, key, sides.newest, advice.readAgain(sides.newest)));
        }
        if (agrees(sides.atItsOrigin, sides.row) || agrees(sides.newest, sides.row)) {
            return Optional.empty();
        }
        Fingerprint event = sides.atItsOrigin == null ? sameVersion(sides) : sides.atItsOrigin;
        if (event != null) {
            List<String> columns = table.differences(event, sides.row);
            return Optional.of(finding(Difference.WRONG, key, event, advice.writeAgain(event, sides.row, columns)));
        }
        return Optional.of(
                retained.test(sides.row.origin())
                        ? finding(Difference.EXTRA, key, sides.row, Advice.FOREIGN_ROW)
                        : finding(Difference.OUT_OF_RANGE, key, sides.row, Advice.NOTHING));
    }

    private Optional<Finding> dead(RowKey key, Sides sides) {
        boolean newest = sides.newestDead != null
                && (sides.newest == null || sides.newestDead.isNewerThan(sides.newest))
                && (sides.row == null || sides.newestDead.isNewerThan(sides.row));
        return newest
                ? Optional.of(finding(
                        Difference.DEAD,
                        key,
                        sides.newestDead,
                        advice.deadLetter(new LetterIdentity(
                                key.tenant(), sides.newestDead.eventId().toString(), Verification.WRITER))))
                : Optional.empty();
    }

    private static boolean agrees(Fingerprint event, Fingerprint row) {
        return event != null && event.agreesWith(row);
    }

    private static Fingerprint sameVersion(Sides sides) {
        boolean same = sides.newest != null && sides.newest.version().equals(sides.row.version());
        return same ? sides.newest : null;
    }

    private Finding finding(Difference difference, RowKey key, Fingerprint event, String whatToDo) {
        return new Finding(
                difference,
                table.table().name(),
                key.tenant(),
                StoredRow.describe(table.table(), key),
                event.eventId().toString(),
                event.origin(),
                whatToDo);
    }
}
