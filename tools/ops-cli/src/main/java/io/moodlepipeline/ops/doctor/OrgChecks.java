package io.moodlepipeline.ops.doctor;

import io.moodlepipeline.zoho.api.OrgInfo;
import io.moodlepipeline.zoho.credit.CreditLimits;
import io.moodlepipeline.zoho.credit.Edition;
import io.moodlepipeline.zoho.tenant.ZohoTenant;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What Zoho says of an organisation, against what the tenants file says of it. */
final class OrgChecks {
    private static final String TIME_ZONE = "time zone";
    private static final String EDITION = "edition";

    private final String area;
    private final ZohoTenant tenant;
    private final OrgInfo org;

    OrgChecks(String area, ZohoTenant tenant, OrgInfo org) {
        this.area = area;
        this.tenant = tenant;
        this.org = org;
    }

    List<Check> run() {
        List<Check> checks = new ArrayList<>();
        checks.add(Check.ok(
                area,
                "organisation",
                org.id() + ", " + (org.edition() == null ? "edition not said" : org.edition()) + ", " + users()
                        + ": " + limits().budget() + " credits in 24 hours"
                        + (tenant.dailyCredits().isPresent() ? ", as daily_credits says" : "")));
        edition().ifPresent(checks::add);
        checks.add(timeZone());
        return checks;
    }

    /** The whole budget: what the sink leaves for people is its own setting. */
    CreditLimits limits() {
        OrgInfo asSet = new OrgInfo(
                org.id(), org.timeZone(), org.edition(), tenant.users().orElse(org.users()));
        return CreditLimits.of(asSet, set(), tenant.dailyCredits(), 0);
    }

    private Optional<Edition> set() {
        return tenant.edition();
    }

    private String users() {
        int users = tenant.users().orElse(org.users());
        return users == 1 ? "1 user" : users + " users";
    }

    private Optional<Check> edition() {
        Optional<Edition> said = Edition.named(org.edition());
        if (set().isEmpty() && said.isEmpty() && tenant.dailyCredits().isEmpty()) {
            return Optional.of(Check.warn(
                    area,
                    EDITION,
                    "Zoho names none that is known here, so the smallest is assumed",
                    "set edition, or daily_credits, in the tenants file"));
        }
        if (set().isPresent() && said.isPresent() && !set().equals(said)) {
            return Optional.of(Check.warn(
                    area,
                    EDITION,
                    "is set to " + set().get() + ", and Zoho says " + said.get(),
                    "take edition out of the tenants file, unless Zoho is wrong"));
        }
        return Optional.empty();
    }

    private Check timeZone() {
        if (org.timeZone() == null) {
            return Check.ok(area, TIME_ZONE, tenant.timeZone() + "; Zoho said none to compare it with");
        }
        if (isSame(org.timeZone())) {
            return Check.ok(area, TIME_ZONE, tenant.timeZone() + ", as in Zoho");
        }
        return Check.warn(
                area,
                TIME_ZONE,
                "dates are made in " + tenant.timeZone() + ", and the organisation's is " + org.timeZone(),
                "set time_zone to the school's own, and the organisation's to the same");
    }

    private boolean isSame(String zone) {
        try {
            return ZoneId.of(zone).getRules().equals(tenant.timeZone().getRules());
        } catch (DateTimeException e) {
            return false;
        }
    }
}
