package io.moodlepipeline.ops.rows;

import io.moodlepipeline.ops.OpsException;
import io.moodlepipeline.ops.connection.DatabaseOptions;
import io.moodlepipeline.writer.tables.Table;
import java.sql.SQLException;

/** What a failed query of a table means to the person at the keyboard. */
public final class QueryFailure {
    private static final String UNDEFINED_TABLE = "42P01";
    private static final String UNDEFINED_COLUMN = "42703";

    private QueryFailure() {}

    public static OpsException explained(Table<?> table, SQLException failure) {
        if (UNDEFINED_TABLE.equals(failure.getSQLState())) {
            return new OpsException(
                    "There is no table " + table.name()
                            + " in this database: is it the db-writer's, and has the db-writer run?",
                    failure);
        }
        if (UNDEFINED_COLUMN.equals(failure.getSQLState())) {
            return new OpsException(
                    "The table " + table.name()
                            + " is older than this program: the db-writer brings it up to date when it starts",
                    failure);
        }
        return DatabaseOptions.explained(failure);
    }
}
