package io.moodlepipeline.zoho.ledger;

import io.moodlepipeline.postgresql.Database;
import io.moodlepipeline.postgresql.SqlStatement;
import io.moodlepipeline.runtime.consumer.TargetException;
import io.moodlepipeline.zoho.api.ZohoException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/**
 * Leave to call Zoho, so many times at once over all instances: advisory locks of one session that is kept for it. A session that is
 * lost takes its locks along, so they are taken anew before the next call; until then others may be one call too many. For several
 * threads, and for all organisations that this instance calls.
 */
public final class CallSlots implements AutoCloseable {
    /** How often others are asked whether they have given a slot back; those of this instance are known at once. */
    private static final long ASK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    // The session is asked for the first free one alone; it would be granted again those that it has.
    private static final String TAKE = "SELECT slot FROM unnest(?::integer[]) AS slot"
            + " WHERE pg_try_advisory_lock(hashtextextended('zoho.slot ' || ? || ' ' || slot, 0)) LIMIT 1";
    private static final String GIVE_BACK =
            "SELECT pg_advisory_unlock(hashtextextended('zoho.slot ' || ? || ' ' || ?, 0))";

    private final Database database;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition givenBack = lock.newCondition();
    private final Map<String, BitSet> held = new HashMap<>();
    private Connection session;

    public CallSlots(Database database) {
        this.database = database;
    }

    /**
     * Takes a slot, waiting for one.
     *
     * @param slots how many the organisation has
     * @throws ZohoException {@code UNAVAILABLE} when none came free in time, the wait was interrupted, or the database is away
     */
    public Slot take(String orgId, int slots, Duration patience) throws ZohoException {
        long left = patience.toNanos();
        lock.lock();
        try {
            while (true) {
                int slot = tryTake(orgId, slots);
                if (slot >= 0) {
                    heldIn(orgId).set(slot);
                    return () -> giveBack(orgId, slot);
                }
                if (left <= 0) {
                    throw busy(null);
                }
                long asked = Math.min(left, ASK_AGAIN_NANOS);
                left -= asked - Math.max(0, givenBack.awaitNanos(asked));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy(e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            endSession();
        } finally {
            lock.unlock();
        }
    }

    private int tryTake(String orgId, int slots) throws ZohoException {
        Integer[] free = IntStream.range(0, slots)
                .filter(slot -> !heldIn(orgId).get(slot))
                .boxed()
                .toArray(Integer[]::new);
        if (free.length == 0) {
            return -1;
        }
        try {
            return tryTake(orgId, free);
        } catch (SQLException e) {
            // Mostly a session that broke while nobody used it.
            endSession();
        }
        try {
            return tryTake(orgId, free);
        } catch (SQLException e) {
            endSession();
            throw LedgerFailures.of(e);
        }
    }

    private int tryTake(String orgId, Integer... free) throws SQLException, ZohoException {
        if (session == null) {
            session = connect();
            for (Map.Entry<String, BitSet> organisation : held.entrySet()) {
                for (int slot : organisation.getValue().stream().toArray()) {
                    take(organisation.getKey(), slot);
                }
            }
        }
        return take(orgId, free);
    }

    private int take(String orgId, Integer... slots) throws SQLException {
        return new SqlStatement(
                        TAKE,
                        parameters -> parameters
                                .column("integer", List.of(slots), slot -> slot)
                                .value(orgId))
                .query(session, rows -> rows.next() ? rows.getInt(1) : -1);
    }

    private void giveBack(String orgId, int slot) {
        lock.lock();
        try {
            heldIn(orgId).clear(slot);
            if (session != null) {
                new SqlStatement(
                                GIVE_BACK, parameters -> parameters.value(orgId).value(Integer.toString(slot)))
                        .query(session, rows -> null);
            }
        } catch (SQLException e) {
            endSession();
        } finally {
            givenBack.signalAll();
            lock.unlock();
        }
    }

    private Connection connect() throws ZohoException {
        try {
            return database.connect();
        } catch (TargetException e) {
            throw LedgerFailures.of(e);
        }
    }

    private void endSession() {
        if (session != null) {
            database.discard(session);
            session = null;
        }
    }

    private BitSet heldIn(String orgId) {
        return held.computeIfAbsent(orgId, org -> new BitSet());
    }

    private static ZohoException busy(Exception cause) {
        return new ZohoException(
                ZohoException.Kind.UNAVAILABLE,
                "NO_SLOT",
                "too many calls of Zoho at the same time, by all instances, to make another one in time",
                false,
                null,
                cause);
    }

    /** Leave for one call. */
    @FunctionalInterface
    public interface Slot extends AutoCloseable {
        @Override
        void close();
    }
}
