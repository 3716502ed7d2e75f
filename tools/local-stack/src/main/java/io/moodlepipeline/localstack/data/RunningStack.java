package io.moodlepipeline.localstack.data;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.moodlepipeline.localstack.PipelineException;
import io.moodlepipeline.testkit.OwnerOnly;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a stack that is up can be reached, for other verbs. It says nothing after a kill: who reads it must still ask.
 *
 * @param simulator where Zoho's records can be looked at; null when the caller named tenants of his own, who may be anywhere
 * @param zohoTenants the file of tenants that zoho-sink uses
 * @param services the names of those that run inside the stack
 * @param management where each service answers for its health, also one that is run beside the stack with its default settings
 * @param retention what its start was told of how long topics keep their records, for the verbs that compare
 */
public record RunningStack(
        long processId,
        URI gateway,
        String kafka,
        String databaseUrl,
        URI simulator,
        String zohoTenants,
        List<String> services,
        Map<String, String> management,
        Map<String, String> retention) {
    /** Of its database. */
    public static final String DATABASE_USER = "pipeline";

    private static final ObjectMapper JSON = new ObjectMapper();

    public RunningStack {
        services = List.copyOf(services);
        // In the order of the services, which a copy by Map.copyOf would lose.
        // Absent in the file of a stack of before.
        retention = retention == null ? Map.of() : Map.copyOf(retention);
        management = Collections.unmodifiableMap(new LinkedHashMap<>(management));
    }

    public static Optional<RunningStack> read(DataDirectory data) {
        try {
            return Files.exists(data.runningStack())
                    ? Optional.of(JSON.readValue(data.runningStack().toFile(), RunningStack.class))
                    : Optional.empty();
        } catch (IOException e) {
            throw new PipelineException("Cannot read " + data.runningStack() + ": " + e.getMessage(), e);
        }
    }

    /** Whether its process lives. */
    public boolean hasProcess() {
        return ProcessHandle.of(processId).isPresent();
    }

    public void write(DataDirectory data) {
        try {
            OwnerOnly.write(
                    data.runningStack(), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
        } catch (IOException e) {
            throw new PipelineException("Cannot write " + data.runningStack() + ": " + e.getMessage(), e);
        }
    }

    public static void remove(DataDirectory data) {
        try {
            Files.deleteIfExists(data.runningStack());
        } catch (IOException e) {
            throw new PipelineException("Cannot remove " + data.runningStack() + ": " + e.getMessage(), e);
        }
    }
}
