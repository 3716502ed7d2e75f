package io.moodlepipeline.zoho.tenant;

import io.moodlepipeline.runtime.service.Health;
import io.moodlepipeline.runtime.service.Health.Status;
import io.moodlepipeline.runtime.service.HealthState;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The service's health, made of its tenants': one school's trouble is named and does not make the service unfit for the others. It has
 * failed when all have.
 */
public final class TenantsHealth {
    private final HealthState service;
    private final Map<String, Health> tenants = new TreeMap<>();

    public TenantsHealth(HealthState service, Collection<String> tenants) {
        this.service = service;
        tenants.forEach(tenant -> this.tenants.put(tenant, Health.waiting("starting")));
    }

    /** A tenant's own state, which tells this one. */
    public HealthState of(String tenant) {
        return new HealthState("zoho-sink." + tenant, health -> note(tenant, health));
    }

    private synchronized void note(String tenant, Health health) {
        tenants.put(tenant, health);
        service.set(together());
    }

    private Health together() {
        if (all(health -> health.status() == Status.READY)) {
            return Health.inGoodOrder();
        }
        String troubles = tenants.entrySet().stream()
                .filter(tenant -> tenant.getValue().status() != Status.READY)
                .map(tenant -> "tenant " + tenant.getKey() + " "
                        + tenant.getValue().status() + ": " + tenant.getValue().detail())
                .collect(Collectors.joining("; "));
        if (all(health -> !health.live())) {
            return Health.failed(troubles);
        }
        if (any(health -> health.status() == Status.HALTED)) {
            return Health.halted(troubles);
        }
        return any(Health::ready) ? Health.degraded(troubles) : Health.waiting(troubles);
    }

    private boolean all(Predicate<Health> test) {
        return tenants.values().stream().allMatch(test);
    }

    private boolean any(Predicate<Health> test) {
        return tenants.values().stream().anyMatch(test);
    }
}
