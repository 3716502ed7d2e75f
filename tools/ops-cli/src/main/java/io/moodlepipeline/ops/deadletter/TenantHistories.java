package io.moodlepipeline.ops.deadletter;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What is known of one event id at one consumer, school by school. Small, since there are millions of these, for one school each. */
final class TenantHistories {
    private Map<String, LetterHistory> byTenant = Map.of();
    /** What was decided before audit records named the tenant; null when nothing was. */
    private LetterHistory ofAny;

    LetterHistory of(String tenant) {
        return find(tenant).orElseGet(() -> {
            LetterHistory added = ofAny == null ? new LetterHistory() : ofAny.copy();
            if (byTenant.isEmpty()) {
                byTenant = Map.of(tenant, added);
            } else {
                byTenant = new HashMap<>(byTenant);
                byTenant.put(tenant, added);
            }
            return added;
        });
    }

    void addToAll(Decision decision) {
        if (ofAny == null) {
            ofAny = new LetterHistory();
        }
        ofAny.add(decision);
        byTenant.values().forEach(history -> history.add(decision));
    }

    Optional<LetterHistory> find(String tenant) {
        return Optional.ofNullable(byTenant.get(tenant));
    }

    Stream<LetterHistory> all() {
        return byTenant.values().stream();
    }

    /** Whether all letters were forgotten by it. What was decided about one that has not come yet stays. */
    boolean forget(Predicate<LetterHistory> settled) {
        if (byTenant.values().stream().noneMatch(settled)) {
            return false;
        }
        byTenant = new HashMap<>(byTenant);
        byTenant.values().removeIf(settled);
        return byTenant.isEmpty();
    }
}
