package io.moodlepipeline.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A file system of its own that is soon full, and can be enlarged; only those who may mount one can have it. */
final class SmallDisk implements AutoCloseable {
    private final Path directory;

    private SmallDisk(Path directory) {
        this.directory = directory;
    }

    /** Empty where mounting is not permitted. */
    static Optional<SmallDisk> mount(int megabytes) {
        try {
            Path directory = Files.createTempDirectory("moodle-event-pipeline-disk");
            if (run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", directory.toString())) {
                return Optional.of(new SmallDisk(directory));
            }
            Files.delete(directory);
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path directory() {
        return directory;
    }

    void enlargeTo(int megabytes) {
        if (!run("mount", "-o", "remount,size=" + megabytes + "m", directory.toString())) {
            throw new IllegalStateException("cannot enlarge the disk");
        }
    }

    @Override
    public void close() throws IOException {
        if (!run("umount", directory.toString())) {
            throw new IllegalStateException("cannot unmount " + directory);
        }
        Files.delete(directory);
    }

    private static boolean run(String... command) {
        try {
            return new ProcessBuilder(List.of(command))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            // There is no such command here.
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
