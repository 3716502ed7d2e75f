package io.moodlepipeline.postgresql;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/**
 * Gives a pool new sessions when one of its sessions meets what a new one may not: a session keeps the settings that it began with, so
 * it stays read-only, say, after the database is not. The pool itself knows only of connections that broke.
 */
final class SessionFailures implements SQLExceptionOverride {
    private volatile HikariDataSource pool;

    void of(HikariDataSource newPool) {
        pool = newPool;
    }

    @java.lang.Override
    public Override adjudicate(SQLException e) {
        HikariDataSource known = pool;
        if (known != null && SqlFailures.mayBeOfSession(e.getSQLState())) {
            // All, since the others began when this one did. What is in use, as this one is, ends when it is given
            // back: whoever has it
            // may still want to roll back, and to know why it failed.
            known.getHikariPoolMXBean().softEvictConnections();
        }
        return Override.CONTINUE_EVICT;
    }
}
