package io.moodlepipeline.localstack.up;

import io.moodlepipeline.localstack.PipelineException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Every port of a stack; those of services that are left out are none of its business. */
record StackPorts(
        StackPort gateway,
        StackPort kafka,
        StackPort controller,
        StackPort postgreSql,
        StackPort zoho,
        Map<StackService, StackPort> management) {

    StackPorts {
        management = Map.copyOf(management);
    }

    /** @param firstManagement the services' management ports follow each other from here; 0 chooses free ones */
    static Map<StackService, StackPort> management(int firstManagement) {
        Map<StackService, StackPort> ports = new EnumMap<>(StackService.class);
        int next = firstManagement;
        for (StackService service : StackService.values()) {
            int number = firstManagement == 0 ? 0 : next++;
            ports.put(service, StackPort.of("the management of " + service.moduleName(), number, "--management-port"));
        }
        return ports;
    }

    /** Says all that is in the way at once, before anything has started. */
    void requireFree(Set<StackService> services, boolean simulator) {
        List<StackPort> needed = neededBy(services, simulator);
        Set<Integer> seen = new HashSet<>();
        String problems = needed.stream()
                .flatMap(port -> {
                    List<String> found = new ArrayList<>();
                    if (!seen.add(port.number())) {
                        found.add("Asked for twice: " + port);
                    } else if (port.port().isTaken()) {
                        found.add("Taken by another program: " + port);
                    }
                    return found.stream();
                })
                .collect(Collectors.joining("\n"));
        if (!problems.isEmpty()) {
            throw new PipelineException(problems);
        }
    }

    private List<StackPort> neededBy(Set<StackService> services, boolean simulator) {
        List<StackPort> needed = new ArrayList<>(List.of(kafka, controller, postgreSql));
        if (services.contains(StackService.INGEST_GATEWAY)) {
            needed.add(0, gateway);
        }
        if (simulator) {
            needed.add(zoho);
        }
        services.stream().sorted().map(management::get).forEach(needed::add);
        return needed;
    }
}
