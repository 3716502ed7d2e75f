package io.moodlepipeline.localstack.data;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.moodlepipeline.localstack.PipelineException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/**
 * Where a stack that is up can be reached, for other verbs. It says nothing after a kill: who reads it must still ask.
 *
 * @param services the names of those that run inside the stack
 */
public record RunningStack(long processId, URI gateway, String kafka, String databaseUrl, List<String> services) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public RunningStack {
        services = List.copyOf(services);
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
