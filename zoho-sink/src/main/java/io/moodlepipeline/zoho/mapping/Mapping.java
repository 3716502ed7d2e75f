package io.moodlepipeline.zoho.mapping;

import java.util.Map;
import java.util.Optional;

/**
 * What a mapping file says.
 *
 * @param modules one for each role
 * @param matching null when the file has none
 */
public record Mapping(Map<Role, ModuleMapping> modules, Matching matching, Filters filters) {
    public Mapping {
        modules = Map.copyOf(modules);
    }

    public ModuleMapping of(Role role) {
        return modules.get(role);
    }

    public Optional<Matching> match() {
        return Optional.ofNullable(matching);
    }

    /** Whether every key names the tenant, so that several tenants can share an organisation. */
    public boolean keysHoldTenant() {
        return modules.values().stream().allMatch(module -> module.key().uses(Source.TENANT));
    }
}
