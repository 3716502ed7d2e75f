package io.moodlepipeline.postgresql;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/**
 * Ends the sessions of a pool when one of them meets what a new one may not: a session keeps the settings that it began with, so it
 * stays read-only, say, after the database is not. The pool itself knows only of connections that broke.
 */
final class SessionFailures implements SQLExceptionOverride {
    private volatile HikariDataSource pool;

    /** A pool asks only when it is there; one that nobody named ends the session that failed and no other. */
    void of(HikariDataSource newPool) {
        pool = newPool;
    }

    @java.lang.Override
    public Override adjudicate(SQLException e) {
        if (!SqlFailures.mayBeOfSession(e.getSQLState())) {
            return Override.CONTINUE_EVICT;
        }
        HikariDataSource known = pool;
        if (known != null) {
            // The others began when this one did; each of them would cost another failure.
            known.getHikariPoolMXBean().softEvictConnections();
        }
        return Override.MUST_EVICT;
    }
}
