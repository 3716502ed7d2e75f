package io.moodlepipeline.zohosimulator.record;

import com.fasterxml.jackson.databind.JsonNode;
import io.moodlepipeline.zohosimulator.schema.FieldSchema;
import io.moodlepipeline.zohosimulator.schema.ModuleSchema;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The records of one module, findable by what identifies them. Not for use by several threads at once. */
final class ModuleRecords {
    /** A deleted record and when that was. */
    record Binned(StoredRecord record, Instant deleted) {}

    private final ModuleSchema schema;
    private final NavigableMap<Long, StoredRecord> byId = new TreeMap<>();
    private final Map<Long, Binned> bin = new LinkedHashMap<>();

    /** For Name and each identifying field: ids by value in lower case. */
    private final Map<String, Map<String, NavigableSet<Long>>> indexes = new HashMap<>();

    ModuleRecords(ModuleSchema schema) {
        this.schema = schema;
        indexes.put(ModuleSchema.NAME, new HashMap<>());
        schema.identifying().stream().map(FieldSchema::apiName).forEach(field -> indexes.put(field, new HashMap<>()));
    }

    ModuleSchema schema() {
        return schema;
    }

    Optional<StoredRecord> find(long id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** The oldest record with that value, in any case of letters. */
    Optional<StoredRecord> find(String field, JsonNode value) {
        NavigableSet<Long> ids = indexes.get(field).get(key(value));
        return ids == null ? Optional.empty() : Optional.of(byId.get(ids.first()));
    }

    boolean indexed(String field) {
        return indexes.containsKey(field);
    }

    /** @param folded in lower case */
    Stream<StoredRecord> findAll(String field, String folded) {
        NavigableSet<Long> ids = indexes.get(field).get(folded);
        return ids == null ? Stream.of() : ids.stream().map(byId::get);
    }

    /** Whether a deleted record has that value. */
    Optional<StoredRecord> findBinned(String field, JsonNode value) {
        return bin.values().stream()
                .map(Binned::record)
                .filter(record -> record.value(field).map(ModuleRecords::key).equals(Optional.of(key(value))))
                .findFirst();
    }

    /** By id, ascending. */
    NavigableMap<Long, StoredRecord> byId() {
        return byId;
    }

    Collection<Binned> binned() {
        return bin.values();
    }

    void put(StoredRecord record) {
        StoredRecord before = byId.put(record.id(), record);
        indexes.forEach((field, index) -> {
            if (before != null) {
                before.value(field).ifPresent(value -> remove(index, key(value), record.id()));
            }
            record.value(field)
                    .ifPresent(value -> index.computeIfAbsent(key(value), k -> new TreeSet<>())
                            .add(record.id()));
        });
    }

    void delete(StoredRecord record, Instant now) {
        byId.remove(record.id());
        indexes.forEach(
                (field, index) -> record.value(field).ifPresent(value -> remove(index, key(value), record.id())));
        bin.put(record.id(), new Binned(record, now));
    }

    private static void remove(Map<String, NavigableSet<Long>> index, String key, long id) {
        NavigableSet<Long> ids = index.get(key);
        ids.remove(id);
        if (ids.isEmpty()) {
            index.remove(key);
        }
    }

    private static String key(JsonNode value) {
        return value.asText().toLowerCase(Locale.ROOT);
    }
}
