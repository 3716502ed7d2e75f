package io.moodlepipeline.zohosimulator.crm;

import io.moodlepipeline.zohosimulator.limits.Concurrency;
import io.moodlepipeline.zohosimulator.limits.Credits;
import io.moodlepipeline.zohosimulator.oauth.Scopes;
import io.moodlepipeline.zohosimulator.options.OrgOptions;
import io.moodlepipeline.zohosimulator.record.OrgRecords;
import java.time.InstantSource;

/** One organisation: its records and its limits. */
public final class Organisation {
    private final OrgOptions options;
    private final OrgRecords records;
    private final Scopes scopes;
    private final Credits credits;
    private final Concurrency concurrency;

    public Organisation(OrgOptions options, OrgRecords records, InstantSource clock) {
        this.options = options;
        this.records = records;
        this.scopes = new Scopes(options.scopes());
        this.credits = new Credits(options.credits(), clock);
        this.concurrency = new Concurrency(options.edition().concurrency());
    }

    public OrgOptions options() {
        return options;
    }

    public OrgRecords records() {
        return records;
    }

    public Credits credits() {
        return credits;
    }

    public Concurrency concurrency() {
        return concurrency;
    }

    Scopes scopes() {
        return scopes;
    }
}
