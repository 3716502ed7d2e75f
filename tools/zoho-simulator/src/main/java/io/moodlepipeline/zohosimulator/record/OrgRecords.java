package io.moodlepipeline.zohosimulator.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.zohosimulator.http.Json;
import io.moodlepipeline.zohosimulator.options.Behaviour;
import io.moodlepipeline.zohosimulator.options.OrgOptions;
import io.moodlepipeline.zohosimulator.schema.FieldSchema;
import io.moodlepipeline.zohosimulator.schema.FieldType;
import io.moodlepipeline.zohosimulator.schema.ModuleSchema;
import io.moodlepipeline.zohosimulator.schema.Schema;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** All records of one organisation. A request's rows are written one after the other, with no other request between them. */
public final class OrgRecords {
    private static final Comparator<StoredRecord> BY_ID = Comparator.comparingLong(StoredRecord::id);

    private final String org;
    private final Map<String, ModuleRecords> modules = new LinkedHashMap<>();
    private final Behaviour behaviour;
    private final RecordIds ids;
    private final InstantSource clock;
    private final RowInspector inspector;
    private final RecordListener listener;
    private final RecordView view;
    private final RowReader reader;

    public OrgRecords(
            OrgOptions org,
            Schema schema,
            Behaviour behaviour,
            RecordIds ids,
            InstantSource clock,
            RowInspector inspector,
            RecordListener listener) {
        this.org = org.id();
        this.behaviour = behaviour;
        this.ids = ids;
        this.clock = clock;
        this.inspector = inspector;
        this.listener = listener;
        this.view = new RecordView(org.timeZone(), this::nameOf);
        this.reader = new RowReader(behaviour, this::target);
        schema.all().forEach(module -> modules.put(module.apiName(), new ModuleRecords(module)));
    }

    /** @return in the order of the rows */
    public synchronized List<RowOutcome> write(WriteRequest request) {
        List<RowOutcome> outcomes = new ArrayList<>();
        for (int index = 0; index < request.rows().size(); index++) {
            outcomes.add(write(request, index, request.rows().get(index)));
        }
        return outcomes;
    }

    private RowOutcome write(WriteRequest request, int index, JsonNode row) {
        if (!row.isObject()) {
            ObjectNode details = Json.object().put("expected_data_type", "jsonobject");
            details.put("json_path", "$.data[" + index + "]");
            return new RowOutcome.Refused(new RowError(RowError.INVALID_DATA, "invalid data", details));
        }
        Optional<RowError> refusal = inspector.refusal(org, request.module().apiName(), index, row);
        if (refusal.isPresent()) {
            return new RowOutcome.Refused(refusal.get());
        }
        return new RowWriter(modules.get(request.module().apiName()), request, behaviour, reader, view, this::saved)
                .write(index, row, ids::next, clock.instant());
    }

    private void saved(ModuleSchema module, StoredRecord record) {
        modules.get(module.apiName()).put(record);
        listener.saved(org, module.apiName(), record);
    }

    /** Whether there was one. Lookups to it are cleared. */
    public synchronized boolean delete(ModuleSchema module, long id) {
        ModuleRecords records = modules.get(module.apiName());
        Optional<StoredRecord> record = records.find(id);
        Instant now = clock.instant();
        record.ifPresent(found -> {
            clearLookups(module.apiName(), found.idText(), now);
            records.delete(found, now);
            listener.deleted(org, module.apiName(), found, now);
        });
        return record.isPresent();
    }

    private void clearLookups(String target, String id, Instant now) {
        for (ModuleRecords records : modules.values()) {
            List<String> lookups = records.schema().all().stream()
                    .filter(field -> field.lookup().equals(Optional.of(target)))
                    .map(FieldSchema::apiName)
                    .toList();
            for (String lookup : lookups) {
                List<StoredRecord> children = records.byId().values().stream()
                        .filter(child -> child.value(lookup)
                                .filter(value -> value.asText().equals(id))
                                .isPresent())
                        .toList();
                children.forEach(child ->
                        saved(records.schema(), child.changed(Map.of(lookup, NullNode.getInstance()), now)));
            }
        }
    }

    public synchronized Optional<ObjectNode> find(ModuleSchema module, long id) {
        return modules.get(module.apiName()).find(id).map(record -> view.json(module, record));
    }

    /** By the value of a field that identifies records. */
    public synchronized Optional<StoredRecord> find(ModuleSchema module, String field, JsonNode value) {
        return modules.get(module.apiName()).find(field, value);
    }

    /** By id, ascending: the records of this moment, each made to be seen when it is taken from the stream. */
    public Stream<ObjectNode> all(ModuleSchema module) {
        return snapshot(module).stream().map(record -> shown(module, record));
    }

    private synchronized List<StoredRecord> snapshot(ModuleSchema module) {
        return List.copyOf(modules.get(module.apiName()).byId().values());
    }

    private synchronized ObjectNode shown(ModuleSchema module, StoredRecord record) {
        return view.json(module, record);
    }

    public synchronized int size(ModuleSchema module) {
        return modules.get(module.apiName()).byId().size();
    }

    /** Deleted records, as a list of them shows them. */
    public synchronized List<ObjectNode> binned(ModuleSchema module) {
        return modules.get(module.apiName()).binned().stream()
                .map(binned -> view.binned(binned.record(), binned.deleted()))
                .toList();
    }

    /** Works on the records while nothing changes them. The stream is by id, ascending. */
    public synchronized <T> T read(ModuleSchema module, long afterId, Function<Stream<StoredRecord>, T> work) {
        NavigableMap<Long, StoredRecord> all = modules.get(module.apiName()).byId();
        return work.apply(all.tailMap(afterId, false).values().stream());
    }

    /** Likewise, only of records that have one of these values in a field that {@link #findableBy} is true of. */
    public synchronized <T> T read(
            ModuleSchema module, String field, Collection<String> values, Function<Stream<StoredRecord>, T> work) {
        ModuleRecords records = modules.get(module.apiName());
        return work.apply(
                values.stream().flatMap(value -> records.findAll(field, value)).sorted(BY_ID));
    }

    /** Whether records are found by this field without looking through all. */
    public boolean findableBy(ModuleSchema module, String field) {
        return modules.get(module.apiName()).indexed(field);
    }

    /** How records are shown; to be used within {@link #read}. */
    public RecordView view() {
        return view;
    }

    public Optional<StoredRecord> linked(FieldSchema lookup, StoredRecord record) {
        return record.value(lookup.apiName())
                .flatMap(id -> modules.get(lookup.lookup().orElseThrow()).find(Long.parseLong(id.asText())));
    }

    /** What an earlier process has left. */
    public synchronized void restore(String module, StoredRecord record) {
        ids.taken(record.id());
        modules.get(module).put(record);
    }

    public synchronized void restoreDeleted(String module, long id, Instant at) {
        ModuleRecords records = modules.get(module);
        records.find(id).ifPresent(record -> records.delete(record, at));
    }

    /** Tells a listener of all that is there now. */
    public synchronized void tell(RecordListener other) {
        modules.forEach((module, records) -> {
            records.byId().values().forEach(record -> other.saved(org, module, record));
            records.binned().forEach(binned -> {
                other.saved(org, module, binned.record());
                other.deleted(org, module, binned.record(), binned.deleted());
            });
        });
    }

    private Optional<String> nameOf(FieldSchema lookup, StoredRecord record) {
        return linked(lookup, record)
                .flatMap(target -> target.value(ModuleSchema.NAME))
                .map(JsonNode::asText);
    }

    private Optional<String> target(FieldSchema field, JsonNode reference, ExternalReferences external) {
        if (field.type() == FieldType.OWNERLOOKUP) {
            return Optional.ofNullable(reference.path("id").textValue()).filter(RecordView.USER_ID::equals);
        }
        ModuleRecords records = modules.get(field.lookup().orElseThrow());
        String externalField = external.lookups().get(field.apiName());
        if (externalField != null && reference.has(externalField)) {
            return records.find(externalField, reference.get(externalField)).map(StoredRecord::idText);
        }
        return RecordIdText.parse(reference.path("id").textValue())
                .flatMap(records::find)
                .map(StoredRecord::idText);
    }
}
