package io.moodlepipeline.localstack.data;

import io.moodlepipeline.localstack.PipelineException;
import io.moodlepipeline.testkit.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder with everything a stack keeps. Only its owner may look inside, for it holds a token and a school's data. */
public record DataDirectory(Path root) {
    public DataDirectory {
        root = root.toAbsolutePath().normalize();
    }

    public static DataDirectory create(Path root) {
        try {
            Files.createDirectories(root);
            if (OwnerOnly.isSupported(root)) {
                Files.setPosixFilePermissions(root, OwnerOnly.DIRECTORY);
            }
            return new DataDirectory(root);
        } catch (IOException e) {
            throw new PipelineException("Cannot use the data folder " + root + ": " + e.getMessage(), e);
        }
    }

    public Path kafka() {
        return root.resolve("kafka");
    }

    public Path postgreSql() {
        return root.resolve("postgresql");
    }

    public Path postgreSqlBinaries() {
        return root.resolve("postgresql-binaries");
    }

    public Path zoho() {
        return root.resolve("zoho");
    }

    public Path zohoTenants() {
        return zoho().resolve("tenants.yaml");
    }

    /** What the simulator keeps. */
    public Path zohoRecords() {
        return zoho().resolve("records");
    }

    public Path log() {
        return root.resolve("logs").resolve("pipeline.log");
    }

    /** Of the database's user, as services read it. */
    public Path databasePassword() {
        return root.resolve("database-password");
    }

    /** The same as PostgreSQL's own programs read it. */
    Path pgpass() {
        return root.resolve("pgpass");
    }

    public Path token() {
        return root.resolve("moodle-token");
    }

    Path runningStack() {
        return root.resolve("stack.json");
    }

    Path lock() {
        return root.resolve("lock");
    }
}
