package io.moodlepipeline.ops.moodle;

import java.util.function.Consumer;

/**
 * Compares the file's lines of one kind with the rows of its table. Both come in the order of their keys, so each is looked at once
 * and none is kept.
 */
final class KindComparison implements AutoCloseable {
    private final StateKind kind;
    private final StoredStates rows;
    private final StateReport report;
    private final Consumer<GoneEntry> gone;

    /** @param gone takes what Moodle no longer has */
    KindComparison(StateKind kind, StoredStates rows, StateReport report, Consumer<GoneEntry> gone) {
        this.kind = kind;
        this.rows = rows;
        this.report = report;
        this.gone = gone;
    }

    void line(StateEntry line) {
        report.line(kind);
        while (rows.current() != null && rows.current().key().compareTo(line.key()) < 0) {
            notInFile(take());
        }
        boolean found = rows.current() != null && rows.current().key().equals(line.key());
        StoredState row = found ? take() : null;
        if (line.isDeleted()) {
            deletedInMoodle(row);
        } else {
            inMoodle(line, row);
        }
    }

    /** Behind the last line. */
    void end() {
        while (rows.current() != null) {
            notInFile(take());
        }
    }

    private StoredState take() {
        report.row();
        return rows.take();
    }

    private void inMoodle(StateEntry line, StoredState row) {
        if (row == null) {
            report.add(new StateFinding(StateDifference.MISSING, kind, line.key(), null, false));
        } else if (row.deleted()) {
            found(StateDifference.MISSING, row);
        } else if (!line.equalsRow(row)) {
            found(StateDifference.DIFFERENT, row);
        } else {
            report.equal(kind);
        }
    }

    /** Somebody who was deleted before we heard of them is nobody whom we miss. */
    private void deletedInMoodle(StoredState row) {
        if (row == null || row.deleted()) {
            report.equal(kind);
        } else {
            found(StateDifference.EXTRA, row);
        }
    }

    private void notInFile(StoredState row) {
        if (!row.deleted() && row.exported()) {
            found(StateDifference.EXTRA, row);
        }
    }

    private void found(StateDifference difference, StoredState row) {
        boolean late = !row.changed().isBefore(report.header().exportedAt());
        StateFinding finding = new StateFinding(difference, kind, row.key(), row.event(), late);
        report.add(finding);
        if (finding.isGone()) {
            gone.accept(new GoneEntry(kind, row.ids()));
        }
    }

    @Override
    public void close() {
        rows.close();
    }
}
