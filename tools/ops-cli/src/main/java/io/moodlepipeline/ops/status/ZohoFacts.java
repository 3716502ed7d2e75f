package io.moodlepipeline.ops.status;

import io.moodlepipeline.ops.deployment.Deployment;
import io.moodlepipeline.ops.time.DurationText;
import io.moodlepipeline.zoho.ledger.LedgerView;
import io.moodlepipeline.zoho.ledger.LedgerView.Counts;
import io.moodlepipeline.zoho.ledger.LedgerView.Holding;
import io.moodlepipeline.zoho.mapping.Role;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** What the ledger says of each school's Zoho. That something waits for its student is no problem; that it waits for days is one. */
final class ZohoFacts {
    /** Half of the time that the zoho-sink lets it wait, unless told otherwise, before it is a dead letter. */
    private static final Duration LONG = Duration.ofDays(7);

    private final Deployment deployment;
    private final Instant now;

    ZohoFacts(Deployment deployment, Instant now) {
        this.deployment = deployment;
        this.now = now;
    }

    List<Fact> of(LedgerView ledger) throws SQLException {
        List<Fact> facts = new ArrayList<>();
        for (Holding holding : ledger.holdings()) {
            facts.add(records(holding));
            incomplete(holding).ifPresent(facts::add);
            waiting(holding).ifPresent(facts::add);
            if (holding.orgId() != null) {
                long used = ledger.creditsUsed(holding.orgId(), now);
                facts.add(Fact.good(
                                Area.ZOHO,
                                holding.tenant(),
                                used + " credits used in 24 hours, by organisation " + holding.orgId())
                        .counting(used, null));
            }
        }
        return facts;
    }

    private Fact records(Holding holding) {
        String words = holding.of(Role.STUDENT).records() + " students, "
                + holding.of(Role.ENROLMENT).records() + " enrolments, "
                + holding.of(Role.GRADE).records() + " grades in Zoho";
        Optional<Instant> last = Stream.of(Role.values())
                .map(role -> holding.of(role).syncedAt())
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder());
        long suspect = sum(holding, Counts::suspect);
        return Fact.good(
                        Area.ZOHO,
                        holding.tenant(),
                        words
                                + last.map(at ->
                                                ", last written " + DurationText.of(Duration.between(at, now)) + " ago")
                                        .orElse(", none written yet")
                                + (suspect == 0 ? "" : ", " + suspect + " to be sent once more"))
                .counting(sum(holding, Counts::records), null);
    }

    private Optional<Fact> incomplete(Holding holding) {
        long incomplete = sum(holding, Counts::incomplete);
        return incomplete == 0
                ? Optional.empty()
                : Optional.of(Fact.good(
                                Area.ZOHO,
                                holding.tenant(),
                                incomplete + " records lack a field that Zoho does not take as it is: "
                                        + deployment.tableVerb("verify --zoho --tenant " + holding.tenant())
                                        + " names them")
                        .counting(incomplete, null));
    }

    private Optional<Fact> waiting(Holding holding) {
        if (holding.waiting() == 0) {
            return Optional.empty();
        }
        Duration oldest = Duration.between(holding.waitingSince(), now);
        String words = holding.waiting() + " enrolments and grades wait for their student, the oldest for "
                + DurationText.of(oldest);
        Fact fact = oldest.compareTo(LONG) > 0
                ? Fact.problem(
                        Area.ZOHO,
                        holding.tenant(),
                        words,
                        "have Moodle send these students, such as by saving their profiles: what has waited too long"
                                + " becomes a dead letter STUDENT_NOT_SYNCED")
                : Fact.good(Area.ZOHO, holding.tenant(), words);
        return Optional.of(fact.counting(holding.waiting(), oldest));
    }

    private static long sum(Holding holding, ToLongFunction<Counts> count) {
        return Stream.of(Role.values()).map(holding::of).mapToLong(count).sum();
    }
}
