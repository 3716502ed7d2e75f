package io.moodlepipeline.ops.moodle;

import io.moodlepipeline.ops.OpsException;
import io.moodlepipeline.ops.connection.DatabaseOptions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Compares a file of Moodle's state with the tables, which go on changing meanwhile: they are read as they are at one moment. */
public final class StateComparison {
    private final Connection database;

    /** @param database is used for this alone */
    public StateComparison(Connection database) {
        this.database = database;
    }

    /**
     * @param tenant whose file it must be; null for whichever it is
     * @throws OpsException when the file cannot be read or is not whole
     */
    public StateReport run(Path path, String tenant) {
        try (StateFile file = StateFile.open(path)) {
            String found = file.header().tenant();
            if (tenant != null && !tenant.equals(found)) {
                throw new OpsException(path + " is the state of tenant " + found);
            }
            database.setAutoCommit(false);
            database.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            StateReport report = new StateReport(file.header());
            compare(file, report);
            database.rollback();
            return report;
        } catch (SQLException e) {
            throw DatabaseOptions.explained(e);
        }
    }

    private void compare(StateFile file, StateReport report) {
        Set<StateKind> absent = EnumSet.allOf(StateKind.class);
        Optional<StateEntry> line = file.next();
        while (line.isPresent()) {
            StateKind kind = line.get().kind();
            absent.remove(kind);
            try (KindComparison comparison = comparison(kind, report)) {
                while (line.filter(next -> next.kind() == kind).isPresent()) {
                    comparison.line(line.get());
                    line = file.next();
                }
                comparison.end();
            }
        }
        for (StateKind kind : absent) {
            try (KindComparison comparison = comparison(kind, report)) {
                comparison.end();
            }
        }
    }

    private KindComparison comparison(StateKind kind, StateReport report) {
        return new KindComparison(kind, StoredStates.of(kind, report.header(), database), report);
    }
}
