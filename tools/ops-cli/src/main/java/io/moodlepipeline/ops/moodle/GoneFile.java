package io.moodlepipeline.ops.moodle;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import io.moodlepipeline.ops.OpsException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.Map;

/**
 * The list that the plugin's {@code backfill.php --gone} reads, written a line at a time. It comes into its place as a whole, or not
 * at all: half a list would be taken for all of it.
 */
final class GoneFile implements AutoCloseable {
    private static final String FORMAT = "moodle-gone";
    private static final int VERSION = 1;
    private static final JsonFactory JSON =
            new JsonFactoryBuilder().rootValueSeparator("\n").build();

    private final Path file;
    private final Path unfinished;
    private final JsonGenerator json;
    private final Map<StateKind, Long> counts = new EnumMap<>(StateKind.class);

    private GoneFile(Path file, Path unfinished, JsonGenerator json) {
        this.file = file;
        this.unfinished = unfinished;
        this.json = json;
    }

    /** @throws OpsException when it cannot be written */
    static GoneFile create(Path file, StateHeader state) {
        if (Files.isDirectory(file)) {
            throw new OpsException(file + " is a folder: name a file in it (--gone)");
        }
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(unfinished);
            OutputStream out =
                    Files.newOutputStream(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            GoneFile created = new GoneFile(file, unfinished, JSON.createGenerator(out));
            created.header(state);
            return created;
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private void header(StateHeader state) throws IOException {
        json.writeStartObject();
        json.writeStringField("format", FORMAT);
        json.writeNumberField("version", VERSION);
        json.writeStringField("tenant", state.tenant());
        json.writeNumberField("exported_at", state.exportedAt().getEpochSecond());
        json.writeEndObject();
    }

    void add(GoneEntry entry) {
        try {
            json.writeStartObject();
            json.writeStringField("kind", entry.kind().word());
            json.writeNumberField("id", entry.ids().id());
            if (entry.kind() != StateKind.USER) {
                id("user", entry.ids().user());
                if (entry.kind() == StateKind.GRADE) {
                    id("item", entry.ids().item());
                }
                id("course", entry.ids().course());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw unwritable(file, e);
        }
        counts.merge(entry.kind(), 1L, Long::sum);
    }

    private void id(String field, Long id) throws IOException {
        json.writeFieldName(field);
        if (id == null) {
            json.writeNull();
        } else {
            json.writeNumber(id);
        }
    }

    /** Behind the last entry: the file is in its place, whatever was there before. */
    void complete() {
        try {
            json.writeStartObject();
            json.writeStringField("kind", "end");
            for (StateKind kind : StateKind.values()) {
                json.writeNumberField(kind.plural(), counts.getOrDefault(kind, 0L));
            }
            json.writeEndObject();
            json.writeRaw('\n');
            json.close();
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static OpsException unwritable(Path file, IOException e) {
        return new OpsException(
                file
                        + " cannot be written: name a file in a folder that is there, that this user may write to, and that"
                        + " has room (--gone)",
                e);
    }

    /** Leaves nothing of what was not completed. */
    @Override
    public void close() {
        try {
            try {
                json.close();
            } finally {
                Files.deleteIfExists(unfinished);
            }
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }
}
