package io.moodlepipeline.localstack.data;

import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The option that every verb has, said before or after the verb: which stack it is about. */
public final class DataOption {
    /** The system property with the folder of the checkout, which the script sets: it can be called from anywhere. */
    private static final String CHECKOUT = "pipeline.checkout";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "Folder with everything the stack keeps (default: .pipeline in the checkout).")
    private Path directory;

    public Path path() {
        return directory == null ? Path.of(System.getProperty(CHECKOUT, "")).resolve(".pipeline") : directory;
    }
}
