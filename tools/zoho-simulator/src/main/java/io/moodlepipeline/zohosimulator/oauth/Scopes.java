package io.moodlepipeline.zohosimulator.oauth;

import java.util.Set;
import java.util.stream.Stream;

/** What a token opens. A scope that ends in ALL covers every operation of what stands before. */
public record Scopes(Set<String> granted) {
    private static final String MODULES = "ZohoCRM.modules";

    public Scopes {
        granted = Set.copyOf(granted);
    }

    /** Inserting and updating: the documents name CREATE in one place and WRITE in another, so both are asked for. */
    public boolean mayWrite(String module) {
        return mayModule(module, "CREATE") && (mayModule(module, "WRITE") || mayModule(module, "UPDATE"));
    }

    public boolean mayRead(String module) {
        return mayModule(module, "READ");
    }

    public boolean mayDelete(String module) {
        return mayModule(module, "DELETE");
    }

    public boolean mayQuery(String module) {
        return may("ZohoCRM.coql", "READ") && mayRead(module);
    }

    public boolean mayReadSettings(String what) {
        return may("ZohoCRM.settings." + what, "READ") || may("ZohoCRM.settings", "READ");
    }

    public boolean mayReadOrg() {
        return may("ZohoCRM.org", "READ");
    }

    private boolean mayModule(String module, String operation) {
        return Stream.of(MODULES, MODULES + ".custom", MODULES + "." + module).anyMatch(place -> may(place, operation));
    }

    private boolean may(String place, String operation) {
        return granted.contains(place + "." + operation) || granted.contains(place + ".ALL");
    }
}
