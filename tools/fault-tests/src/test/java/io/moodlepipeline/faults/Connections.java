package io.moodlepipeline.faults;

import io.moodlepipeline.runtime.service.Closer;
import io.moodlepipeline.testkit.EmbeddedPostgreSql;
import java.sql.SQLException;

/** Every connection that a database server gives to ordinary users, so that nobody else gets one. */
final class Connections implements AutoCloseable {
    private static final String TOO_MANY_CONNECTIONS = "53300";
    private final Closer connections = new Closer();
    private int count;

    private Connections() {}

    /** Takes them all, also those that the service has; it is frozen meanwhile, so that it cannot take one back. */
    static Connections takenFrom(EmbeddedPostgreSql postgres, ServiceProcess service) throws SQLException {
        Connections taken = new Connections();
        service.freeze();
        try {
            Sql.execute(
                    postgres.asSuperuser(),
                    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = '" + postgres.user()
                            + "'");
            taken.takeAll(postgres);
        } finally {
            service.thaw();
        }
        return taken;
    }

    private void takeAll(EmbeddedPostgreSql postgres) throws SQLException {
        try {
            while (true) {
                connections.register(postgres.database().connect());
                count++;
            }
        } catch (SQLException e) {
            if (!TOO_MANY_CONNECTIONS.equals(e.getSQLState())) {
                connections.close();
                throw e;
            }
        }
    }

    int count() {
        return count;
    }

    @Override
    public void close() {
        connections.close();
    }
}
