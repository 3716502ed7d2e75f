package io.moodlepipeline.testkit;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.FileUtils;

/** The folder with the server's binaries, {@code PG-<digest>}, which gets a file {@code .exists} when it is complete. */
final class ExtractedBinaries {
    private ExtractedBinaries() {}

    /** Extraction never overwrites, so files that a killed one left half written would stay broken for ever. */
    static void discardHalfDone(Path binariesDirectory) throws IOException {
        try (DirectoryStream<Path> extracted = Files.newDirectoryStream(binariesDirectory, "PG-*")) {
            for (Path directory : extracted) {
                if (!Files.exists(directory.resolve(".exists"))) {
                    FileUtils.deleteDirectory(directory.toFile());
                }
            }
        }
    }
}
