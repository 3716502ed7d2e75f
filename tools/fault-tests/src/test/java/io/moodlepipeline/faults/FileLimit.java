package io.moodlepipeline.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Keeps a process from writing files beyond a size, which fails as a full disk does; anybody may have it. */
final class FileLimit implements AutoCloseable {
    private static final int BLOCKS_PER_MEGABYTE = 2048;

    private final Path setting;

    private FileLimit(Path setting) {
        this.setting = setting;
    }

    static FileLimit of(int megabytes) {
        try {
            FileLimit limit = new FileLimit(Files.createTempFile("moodle-event-pipeline", ".limit"));
            limit.set(Integer.toString(megabytes * BLOCKS_PER_MEGABYTE));
            return limit;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs the command behind it under the limit as it is then. */
    List<String> wrapper() {
        return List.of("sh", "-c", "ulimit -f \"$(cat \"$0\")\" && exec \"$@\"", setting.toString());
    }

    /** For processes that start from now on. */
    void lift() {
        set("unlimited");
    }

    private void set(String limit) {
        try {
            Files.writeString(setting, limit);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        Files.delete(setting);
    }
}
