package io.moodlepipeline.gateway.tenants;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The tenants by name. */
public final class Tenants {
    /** Whose request it is when it does not say. */
    public static final String DEFAULT = "default";

    /** What an unknown tenant's token is compared with, so that it takes as long to refuse as a wrong token. */
    private static final Authentication NOBODY = new Authentication(List.of(TokenDigest.of("")), List.of(), List.of());

    private final Map<String, Tenant> byName;

    public Tenants(Collection<Tenant> tenants) {
        this.byName = tenants.stream().collect(Collectors.toUnmodifiableMap(Tenant::name, Function.identity()));
    }

    public boolean isOne() {
        return byName.size() == 1;
    }

    /** @param name the request's {@code X-Tenant-ID}, null when it has none */
    public Optional<Tenant> find(String name) {
        return Optional.ofNullable(byName.get(name == null ? DEFAULT : name));
    }

    /** Whether the token is one of the tenant's. One that we do not know has none, and it takes as long to say so. */
    public static boolean allowsToken(Optional<Tenant> tenant, String token) {
        boolean right = tenant.map(Tenant::authentication).orElse(NOBODY).allowsToken(token);
        return right && tenant.isPresent();
    }
}
