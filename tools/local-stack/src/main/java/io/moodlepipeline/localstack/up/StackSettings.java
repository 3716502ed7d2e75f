package io.moodlepipeline.localstack.up;

import io.moodlepipeline.localstack.data.DataDirectory;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * What a stack is made of.
 *
 * @param without services that are run in another way, or not at all
 * @param simulator whether the stack runs one
 * @param environment settings that are passed to the services, below the stack's own
 */
record StackSettings(
        DataDirectory data,
        StackPorts ports,
        String gatewayHost,
        Set<StackService> without,
        boolean simulator,
        Map<String, String> environment) {

    StackSettings {
        without = Set.copyOf(without);
        environment = Map.copyOf(environment);
    }

    /** Whether zoho-sink writes where the stack tells it to, and not where tenants of the caller's own are. */
    boolean hasOwnZoho() {
        return environment.getOrDefault(ServiceEnvironment.ZOHO_TENANTS, "").isBlank();
    }

    Set<StackService> services() {
        Set<StackService> services = EnumSet.allOf(StackService.class);
        services.removeAll(without);
        return services;
    }
}
