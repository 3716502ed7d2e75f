package io.moodlepipeline.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.FileUtils;

/**
 * Remembers, beside a data folder, that the database in it is being created. Killed in the middle, initdb leaves a folder
 * that looks initialised and never starts; nothing has been stored in it yet, so it can be thrown away.
 */
final class InitialisationMarker {
    private final Path dataDirectory;
    private final Path marker;

    InitialisationMarker(Path dataDirectory) {
        this.dataDirectory = dataDirectory;
        marker = dataDirectory.resolveSibling(dataDirectory.getFileName() + ".initialising");
    }

    void discardHalfDone() throws IOException {
        if (Files.exists(marker)) {
            FileUtils.cleanDirectory(dataDirectory.toFile());
            Files.delete(marker);
        }
    }

    void begin() throws IOException {
        if (!Files.exists(dataDirectory.resolve("postgresql.conf"))) {
            Files.createFile(marker);
        }
    }

    void done() throws IOException {
        Files.deleteIfExists(marker);
    }
}
