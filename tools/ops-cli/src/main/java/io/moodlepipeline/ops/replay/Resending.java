package io.moodlepipeline.ops.replay;

import io.moodlepipeline.ops.OpsException;
import io.moodlepipeline.ops.connection.DatabaseOptions;
import io.moodlepipeline.ops.zoho.LedgerReading;
import io.moodlepipeline.ops.zoho.SendingCost;
import io.moodlepipeline.ops.zoho.TopicRecords;
import io.moodlepipeline.postgresql.Database;
import io.moodlepipeline.runtime.consumer.TargetException;
import io.moodlepipeline.zoho.ledger.LedgerDatabase;
import io.moodlepipeline.zoho.ledger.LedgerView;
import io.moodlepipeline.zoho.mapping.Role;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Has a school's records sent to Zoho again although they are there as they should be, as far as the ledger knows. */
final class Resending {
    private final String tenant;
    private final Set<Role> roles;
    private final SendingCost cost;
    private final DatabaseOptions options;

    private Resending(String tenant, Set<Role> roles, SendingCost cost, DatabaseOptions options) {
        this.tenant = tenant;
        this.roles = roles;
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
        Set<Role> roles = readAgain(moves);
        // All that was sent of them is forgotten, whichever events are read now: the rest is sent with its next event.
        roles.forEach(role -> rows.put(role, holding.of(role).sent()));
        return new Resending(tenant, roles, new SendingCost(rows), options);
    }

    private static Set<Role> readAgain(List<Move> moves) {
        return moves.stream()
                // Also what is still to come, and would not have been sent if it says nothing new.
                .filter(move -> move.from().end() > move.to())
                .map(move -> TopicRecords.roleOf(move.from().partition().topic()))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Role.class)));
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
        try (Database database = options.open(1)) {
            new LedgerDatabase(database).forgetContent(tenant, roles);
        } catch (TargetException e) {
            throw new OpsException(
                    "The offsets are set, but the ledger could not be told to send all again: " + e.getMessage()
                            + ". Do not start the zoho-sink yet, and do the same once more",
                    e);
        }
    }
}
