package io.moodlepipeline.ops.zoho;

import io.moodlepipeline.ops.OpsException;
import io.moodlepipeline.ops.connection.DatabaseOptions;
import io.moodlepipeline.zoho.ledger.LedgerView;
import java.sql.Connection;
import java.sql.SQLException;

/** Looks into the ledger for a moment. */
@FunctionalInterface
public interface LedgerReading<T> {
    T read(LedgerView ledger) throws SQLException;

    /** @throws OpsException when that is not possible, in words that say what to do */
    static <T> T of(DatabaseOptions database, LedgerReading<T> reading) {
        try (Connection connection = database.connect()) {
            LedgerView ledger = new LedgerView(connection);
            if (!ledger.exists()) {
                throw new OpsException(
                        "There is no ledger of Zoho in this database: is it the zoho-sink's, and has the zoho-sink run?");
            }
            return reading.read(ledger);
        } catch (SQLException e) {
            throw DatabaseOptions.explained(e);
        }
    }
}
