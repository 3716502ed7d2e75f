package io.moodlepipeline.zohosimulator.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.zohosimulator.http.Json;
import io.moodlepipeline.zohosimulator.schema.ModuleSchema;
import io.moodlepipeline.zohosimulator.schema.Schema;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keeps records beyond the life of a process: a line of JSON for each change, the newest of a record counts. Each start writes the file
 * anew, with one line for each record.
 */
public final class RecordsFile implements RecordListener, AutoCloseable {
    private final Path path;
    private BufferedWriter out;

    private RecordsFile(Path path) {
        this.path = path;
    }

    public static RecordsFile at(Path path) {
        return new RecordsFile(path);
    }

    /**
     * Restores what is in the file, then begins to write. Before that, changes are not taken.
     *
     * @param orgs by id; what belongs to no organisation, module or field of today is left out
     */
    public synchronized void open(Map<String, OrgRecords> orgs, Schema schema) {
        try {
            if (Files.exists(path)) {
                restore(orgs, schema);
            }
            Path compact = path.resolveSibling(path.getFileName() + ".new");
            out = Files.newBufferedWriter(compact, StandardCharsets.UTF_8);
            orgs.values().forEach(records -> records.tell(this));
            out.close();
            Files.move(compact, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            out = Files.newBufferedWriter(path, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("The records file cannot be used", e);
        }
    }

    private void restore(Map<String, OrgRecords> orgs, Schema schema) throws IOException {
        try (BufferedReader in = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                // The last line of a process that was killed may be half a line.
                Json.read(line).filter(JsonNode::isObject).ifPresent(change -> restore(change, orgs, schema));
            }
        }
    }

    private static void restore(JsonNode change, Map<String, OrgRecords> orgs, Schema schema) {
        OrgRecords records = orgs.get(change.path("org").asText());
        ModuleSchema module = schema.module(change.path("module").asText()).orElse(null);
        if (records == null || module == null) {
            return;
        }
        long id = Long.parseLong(change.path("id").asText());
        if (change.has("deleted")) {
            Instant at = Instant.parse(change.path("deleted").asText());
            records.restoreDeleted(module.apiName(), id, at);
            return;
        }
        Map<String, JsonNode> values = new LinkedHashMap<>();
        change.path("values").properties().stream()
                .filter(entry -> module.field(entry.getKey()).isPresent())
                .forEach(entry -> values.put(entry.getKey(), entry.getValue()));
        records.restore(
                module.apiName(),
                new StoredRecord(
                        id,
                        Instant.parse(change.path("created").asText()),
                        Instant.parse(change.path("modified").asText()),
                        values));
    }

    @Override
    public void saved(String org, String module, StoredRecord record) {
        ObjectNode line = line(org, module, record);
        line.put("created", record.created().toString());
        line.put("modified", record.modified().toString());
        ObjectNode values = line.putObject("values");
        record.values().forEach(values::set);
        write(line);
    }

    @Override
    public void deleted(String org, String module, StoredRecord record, Instant at) {
        write(line(org, module, record).put("deleted", at.toString()));
    }

    private static ObjectNode line(String org, String module, StoredRecord record) {
        return Json.object().put("org", org).put("module", module).put("id", record.idText());
    }

    private synchronized void write(ObjectNode line) {
        try {
            out.write(Json.write(line));
            out.newLine();
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("The records file cannot be written", e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (out != null) {
            out.close();
        }
    }
}
