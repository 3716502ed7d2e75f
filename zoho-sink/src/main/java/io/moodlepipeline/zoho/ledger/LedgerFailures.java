package io.moodlepipeline.zoho.ledger;

import io.moodlepipeline.postgresql.SqlFailures;
import io.moodlepipeline.runtime.consumer.TargetException;
import io.moodlepipeline.zoho.api.ZohoException;
import java.sql.SQLException;

/** What it means to a call of Zoho's that the ledger's database did not do its part: the call is not made. */
final class LedgerFailures {
    private static final String CODE = "LEDGER_UNAVAILABLE";

    private LedgerFailures() {}

    static ZohoException of(SQLException e) {
        return of(SqlFailures.of(e));
    }

    static ZohoException of(TargetException e) {
        return unavailable(e.getMessage(), e);
    }

    static ZohoException unavailable(String message, Exception cause) {
        return new ZohoException(ZohoException.Kind.UNAVAILABLE, CODE, message, false, null, cause);
    }
}
