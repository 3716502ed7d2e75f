package io.moodlepipeline.runtime.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** A file that a setting names. */
public final class NamedFile {
    private NamedFile() {}

    /**
     * A file that can be read.
     *
     * @param directory where relative paths begin
     * @param problem takes what is wrong, without the path
     */
    public static Optional<Path> readable(Path directory, String path, Consumer<String> problem) {
        try {
            Path file = directory.resolve(path);
            if (Files.isRegularFile(file) && Files.isReadable(file)) {
                return Optional.of(file);
            }
        } catch (InvalidPathException e) {
            // Said below, for both ways of being wrong.
        }
        problem.accept("must be the path of a readable file");
        return Optional.empty();
    }

    /** What such a file holds, without the line break that editors leave at its end. */
    public static Optional<Secret> secret(Path directory, String path, Consumer<String> problem) {
        return readable(directory, path, problem).flatMap(file -> {
            try {
                String content = Files.readString(file).strip();
                if (!content.isEmpty()) {
                    return Optional.of(new Secret(content));
                }
                problem.accept("points to an empty file");
            } catch (IOException e) {
                problem.accept("points to a file that cannot be read as UTF-8 text");
            }
            return Optional.empty();
        });
    }
}
