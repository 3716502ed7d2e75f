package io.moodlepipeline.ops.moodle;

import io.moodlepipeline.ops.OpsException;
import io.moodlepipeline.ops.connection.DatabaseOptions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Compares a file of Moodle's state with the tables, which go on changing meanwhile: they are read as they are at one moment. */
public final class StateComparison {
    private final Connection database;

    /** @param database is used for this alone */
    public StateComparison(Connection database) {
        this.database = database;
    }

    /**
     * @param tenant whose file it must be; null for whichever it is
     * @param gone the file to which what Moodle no longer has is written; null for none
     * @throws OpsException when the file cannot be read or is not whole
     */
    public StateReport run(Path path, String tenant, Path gone) {
        try (StateFile file = StateFile.open(path)) {
            String found = file.header().tenant();
            if (tenant != null && !tenant.equals(found)) {
                throw new OpsException(path + " is the state of tenant " + found);
            }
            database.setAutoCommit(false);
            database.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            StateReport report = new StateReport(file.header());
            compare(file, report, gone);
            database.rollback();
            return report;
        } catch (SQLException e) {
            throw DatabaseOptions.explained(e);
        }
    }

    private void compare(StateFile file, StateReport report, Path gone) {
        if (gone == null) {
            compare(file, report, entry -> {});
            return;
        }
        try (GoneFile list = GoneFile.create(gone, report.header())) {
            compare(file, report, list::add);
            list.complete();
        }
    }

    private void compare(StateFile file, StateReport report, Consumer<GoneEntry> gone) {
        Set<StateKind> absent = EnumSet.allOf(StateKind.class);
        Optional<StateEntry> line = file.next();
        while (line.isPresent()) {
            StateKind kind = line.get().kind();
            absent.remove(kind);
            try (KindComparison comparison = comparison(kind, report, gone)) {
                while (line.filter(next -> next.kind() == kind).isPresent()) {
                    comparison.line(line.get());
                    line = file.next();
                }
                comparison.end();
            }
        }
        for (StateKind kind : absent) {
            try (KindComparison comparison = comparison(kind, report, gone)) {
                comparison.end();
            }
        }
    }

    private KindComparison comparison(StateKind kind, StateReport report, Consumer<GoneEntry> gone) {
        return new KindComparison(kind, StoredStates.of(kind, report.header(), database), report, gone);
    }
}
