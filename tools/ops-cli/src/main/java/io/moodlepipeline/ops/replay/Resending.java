package io.moodlepipeline.ops.replay;

import io.moodlepipeline.event.EventType;
import io.moodlepipeline.ops.OpsException;
import io.moodlepipeline.ops.connection.DatabaseOptions;
import io.moodlepipeline.ops.zoho.LedgerReading;
import io.moodlepipeline.ops.zoho.SendingCost;
import io.moodlepipeline.postgresql.Database;
import io.moodlepipeline.runtime.consumer.TargetException;
import io.moodlepipeline.zoho.ledger.LedgerDatabase;
import io.moodlepipeline.zoho.ledger.LedgerView;
import io.moodlepipeline.zoho.mapping.Role;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Has a school's records sent to Zoho again although they are there as they should be, as far as the ledger knows. */
final class Resending {
    private final String tenant;
    private final SendingCost cost;
    private final DatabaseOptions options;

    private Resending(String tenant, SendingCost cost, DatabaseOptions options) {
        this.tenant = tenant;
        this.cost = cost;
        this.options = options;
    }

    /**
     * @param moves say which events are read again
     * @param options of the database with the ledger
     */
    static Resending of(String tenant, List<Move> moves, DatabaseOptions options) {
        LedgerView.Holding holding = LedgerReading.of(
                options,
                ledger -> ledger.holding(tenant)
                        .orElseThrow(() -> new OpsException("The ledger knows nothing of tenant " + tenant
                                + ", so everything that is read again is sent anyway: leave out --resend")));
        Map<Role, Long> rows = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            // However many events there are of a record, its newest is sent once.
            rows.put(role, Math.min(holding.of(role).sent(), readAgain(role, moves)));
        }
        return new Resending(tenant, new SendingCost(rows), options);
    }

    private static long readAgain(Role role, List<Move> moves) {
        return moves.stream()
                .filter(move -> roleOf(move.from().partition().topic()) == role)
                // Also what is still to come, and would not have been sent if it says nothing new.
                .mapToLong(move -> Math.max(0, move.from().end() - move.to()))
                .sum();
    }

    private static Role roleOf(String topic) {
        if (topic.equals(EventType.USER_ENROLLED.topic())) {
            return Role.ENROLMENT;
        }
        return topic.equals(EventType.GRADE_ENRICHED.topic()) ? Role.GRADE : Role.STUDENT;
    }

    String cost() {
        return "Sending again " + cost + ". Each record is sent once, however many of its events are read.";
    }

    /**
     * Once the offsets are set: a ledger that has forgotten without them would only make the next events cost more.
     *
     * @throws OpsException when the ledger did not do its part; it says how to go on
     */
    void execute() {
        try (Database database = options.open()) {
            new LedgerDatabase(database).forgetContent(tenant);
        } catch (TargetException e) {
            throw new OpsException(
                    "The offsets are set, but the ledger could not be told to send all again: " + e.getMessage()
                            + ". Do not start the zoho-sink yet, and do the same once more",
                    e);
        }
    }
}
