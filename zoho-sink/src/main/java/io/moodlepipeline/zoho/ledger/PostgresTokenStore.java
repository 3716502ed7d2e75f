package io.moodlepipeline.zoho.ledger;

import io.moodlepipeline.postgresql.Database;
import io.moodlepipeline.postgresql.SqlStatement;
import io.moodlepipeline.runtime.consumer.TargetException;
import io.moodlepipeline.zoho.api.ZohoException;
import io.moodlepipeline.zoho.oauth.TokenStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Optional;

/** A tenant's token in PostgreSQL, which has all instances wait for the one that asks for a new one. */
final class PostgresTokenStore implements TokenStore {
    private static final String READ = "SELECT sealed, expires_at, refreshed_at FROM zoho.token WHERE tenant = ?";
    private static final String WRITE = "INSERT INTO zoho.token (tenant, sealed, expires_at, refreshed_at)"
            + " VALUES (?, ?, ?, ?) ON CONFLICT (tenant) DO UPDATE SET sealed = excluded.sealed,"
            + " expires_at = excluded.expires_at, refreshed_at = excluded.refreshed_at";

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    /** Each waits as long as any lock is waited for, 5 s: together longer than a request for a token may take. */
    private static final int ATTEMPTS = 15;

    private final Database database;
    private final String tenant;

    PostgresTokenStore(Database database, String tenant) {
        this.database = database;
        this.tenant = tenant;
    }

    @Override
    public Optional<Sealed> read() throws ZohoException {
        try (Connection connection = database.connect()) {
            return read(connection);
        } catch (TargetException e) {
            throw LedgerFailures.of(e);
        } catch (SQLException e) {
            throw LedgerFailures.of(e);
        }
    }

    @Override
    public <T> T exclusively(Exchange<T> exchange) throws ZohoException {
        try (Connection connection = database.connect()) {
            lock(connection);
            try {
                return exchange.run(new LockedSession(connection));
            } finally {
                unlock(connection);
            }
        } catch (TargetException e) {
            throw LedgerFailures.of(e);
        } catch (SQLException e) {
            throw LedgerFailures.of(e);
        }
    }

    private void lock(Connection connection) throws SQLException, ZohoException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                advisory(connection, "pg_advisory_lock");
                return;
            } catch (SQLException e) {
                if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                    throw e;
                }
            }
        }
        throw LedgerFailures.unavailable("another instance has been asking for a token for too long", null);
    }

    /** The lock is the session's: where it cannot be given back the session has to end. */
    private void unlock(Connection connection) {
        try {
            advisory(connection, "pg_advisory_unlock");
        } catch (SQLException e) {
            database.discard(connection);
        }
    }

    private void advisory(Connection connection, String function) throws SQLException {
        new SqlStatement(
                        "SELECT " + function + "(hashtextextended(?, 0))",
                        parameters -> parameters.value("zoho.token " + tenant))
                .query(connection, rows -> null);
    }

    private Optional<Sealed> read(Connection connection) throws SQLException {
        return new SqlStatement(READ, parameters -> parameters.value(tenant)).query(connection, rows -> {
            if (!rows.next()) {
                return Optional.empty();
            }
            Timestamp[] refreshedAt =
                    (Timestamp[]) rows.getArray("refreshed_at").getArray();
            return Optional.of(new Sealed(
                    rows.getBytes("sealed"),
                    rows.getObject("expires_at", OffsetDateTime.class).toInstant(),
                    Arrays.stream(refreshedAt).map(Timestamp::toInstant).toList()));
        });
    }

    private void write(Connection connection, Sealed token) throws SQLException {
        new SqlStatement(
                        WRITE,
                        parameters -> parameters
                                .value(tenant)
                                .bytes(token.sealed())
                                .value(token.expiresAt())
                                .column("timestamptz", token.refreshedAt(), at -> at))
                .update(connection);
    }

    /** On the connection that holds the lock, which commits each statement by itself. */
    private final class LockedSession implements Session {
        private final Connection connection;

        LockedSession(Connection connection) {
            this.connection = connection;
        }

        @Override
        public Optional<Sealed> read() throws ZohoException {
            try {
                return PostgresTokenStore.this.read(connection);
            } catch (SQLException e) {
                throw LedgerFailures.of(e);
            }
        }

        @Override
        public void write(Sealed token) throws ZohoException {
            try {
                PostgresTokenStore.this.write(connection, token);
            } catch (SQLException e) {
                throw LedgerFailures.of(e);
            }
        }
    }
}
