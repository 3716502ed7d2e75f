package io.moodlepipeline.localstack.up;

import io.moodlepipeline.localstack.data.DataDirectory;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * What a stack is made of.
 *
 * @param without services that are run in another way, or not at all
 * @param environment settings that are passed to the services, below the stack's own
 */
record StackSettings(
        DataDirectory data,
        StackPorts ports,
        String gatewayHost,
        Set<StackService> without,
        Map<String, String> environment) {

    StackSettings {
        without = Set.copyOf(without);
        environment = Map.copyOf(environment);
    }

    Set<StackService> services() {
        Set<StackService> services = EnumSet.allOf(StackService.class);
        services.removeAll(without);
        return services;
    }
}
