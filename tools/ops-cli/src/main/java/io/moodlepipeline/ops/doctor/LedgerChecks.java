package io.moodlepipeline.ops.doctor;

import io.moodlepipeline.ops.deployment.Deployment;
import io.moodlepipeline.ops.time.DurationText;
import io.moodlepipeline.postgresql.Database;
import io.moodlepipeline.runtime.consumer.TargetException;
import io.moodlepipeline.zoho.api.ZohoException;
import io.moodlepipeline.zoho.ledger.CreditAccount;
import io.moodlepipeline.zoho.ledger.LedgerDatabase;
import io.moodlepipeline.zoho.ledger.LedgerView.Holding;
import io.moodlepipeline.zoho.mapping.Role;
import io.moodlepipeline.zoho.tenant.ZohoTenant;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the ledger knows of a tenant, and how that goes with what Zoho says. Its database can be reached. */
final class LedgerChecks {
    private static final String LEDGER = "ledger";
    private static final String CREDITS = "credits";

    private final LedgerReader reader;
    private final LedgerDatabase ledger;
    private final Deployment deployment;
    private final InstantSource clock;

    LedgerChecks(Database database, Deployment deployment, InstantSource clock) {
        this.reader = new LedgerReader(database);
        this.ledger = new LedgerDatabase(database);
        this.deployment = deployment;
        this.clock = clock;
    }

    List<Check> run(TenantCheckUp.Result zoho) {
        List<Check> checks = new ArrayList<>();
        String tenant = zoho.tenant().name();
        String area = TenantCheckUp.area(tenant);
        try {
            Optional<Holding> holding = reader.holding(tenant);
            Optional<String> bound = holding.map(Holding::orgId);
            zoho.org().ifPresent(org -> checks.add(binding(area, tenant, bound, org.id())));
            checks.add(waiting(area, holding));
            if (bound.isPresent()) {
                incomplete(area, zoho.tenant(), bound.get()).ifPresent(checks::add);
            }
            if (zoho.org().isPresent()) {
                checks.add(credits(area, zoho));
            }
        } catch (TargetException | ZohoException e) {
            checks.add(Check.fail(area, LEDGER, e.getMessage(), deployment.start("postgres")));
        }
        return checks;
    }

    private Check binding(String area, String tenant, Optional<String> bound, String orgId) {
        if (bound.isEmpty()) {
            return Check.ok(area, LEDGER, "belongs to no organisation yet");
        }
        return bound.get().equals(orgId)
                ? Check.ok(area, LEDGER, "belongs to this organisation")
                : Check.fail(
                        area,
                        LEDGER,
                        "belongs to organisation " + bound.get() + ", and the refresh token to " + orgId,
                        "give the credentials of " + bound.get() + "; or, if the school has moved, "
                                + deployment.tableVerb("zoho reset-ledger --tenant " + tenant));
    }

    private Check waiting(String area, Optional<Holding> holding) {
        String subject = "waiting children";
        long count = holding.map(Holding::waiting).orElse(0L);
        if (count == 0) {
            return Check.ok(area, subject, "none");
        }
        return Check.warn(
                area,
                subject,
                (count == 1
                                ? "1 enrolment or grade waits for its student, for "
                                : count + " enrolments and grades wait for their student, the oldest for ")
                        + DurationText.of(Duration.between(holding.get().waitingSince(), clock.instant())),
                "have Moodle send those users (docs/zoho-setup.md, \"The first sync\"); after ZOHO_SINK_STUDENT_WAIT_DAYS"
                        + " they become dead letters");
    }

    private Optional<Check> incomplete(String area, ZohoTenant tenant, String orgId) throws TargetException {
        Map<String, Long> counts = reader.incomplete(tenant.name(), orgId);
        if (counts.isEmpty()) {
            return Optional.empty();
        }
        String fields = counts.entrySet().stream()
                .map(count -> named(count.getKey(), tenant) + " of " + count.getValue())
                .collect(Collectors.joining(", "));
        return Optional.of(Check.warn(
                area,
                "incomplete records",
                "values did not fit and were left out: " + fields,
                "see docs/zoho-setup.md, \"When a field is refused\""));
    }

    private static String named(String roleAndField, ZohoTenant tenant) {
        String[] parts = roleAndField.split("\\.", 2);
        return tenant.mapping()
                        .of(Role.valueOf(parts[0].toUpperCase(Locale.ROOT)))
                        .module() + "." + parts[1];
    }

    /** Notes the calls of this run, too: the organisation has paid for them. */
    private Check credits(String area, TenantCheckUp.Result zoho) throws ZohoException {
        Instant now = clock.instant();
        CreditAccount account = ledger.credits(zoho.org().orElseThrow().id());
        account.reserve(zoho.credits(), Long.MAX_VALUE, now);
        long used = account.used(now);
        long budget = new OrgChecks(area, zoho.tenant(), zoho.org().orElseThrow())
                .limits()
                .budget();
        String found = "the pipeline has used " + used + " of " + budget + " in 24 hours"
                + (zoho.creditsRemaining().isPresent()
                        ? "; Zoho says that " + zoho.creditsRemaining().getAsLong() + " are left"
                        : "");
        boolean scarce = used > budget / 10 * 9
                || (zoho.creditsRemaining().isPresent()
                        && zoho.creditsRemaining().getAsLong() < budget / 10);
        return scarce
                ? Check.warn(
                        area,
                        CREDITS,
                        found,
                        "nothing is lost, it waits; if this is so every day, see docs/zoho-setup.md, \"Credits\"")
                : Check.ok(area, CREDITS, found);
    }
}
