package io.moodlepipeline.zohosimulator.record;

import com.fasterxml.jackson.databind.JsonNode;
import io.moodlepipeline.zohosimulator.http.Json;
import io.moodlepipeline.zohosimulator.options.Behaviour;
import io.moodlepipeline.zohosimulator.options.Deviation;
import io.moodlepipeline.zohosimulator.schema.FieldSchema;
import io.moodlepipeline.zohosimulator.schema.ModuleSchema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/** Writes rows into one module: finds the record, checks the values, then changes it or leaves it untouched. */
final class RowWriter {
    /** The record that a row is about, and the field it was found by when that was not its id. */
    private record Found(Optional<StoredRecord> record, Optional<String> matchedBy) {}

    private final ModuleRecords records;
    private final ModuleSchema module;
    private final WriteRequest request;
    private final Behaviour behaviour;
    private final RowReader reader;
    private final RecordView view;
    private final BiConsumer<ModuleSchema, StoredRecord> save;

    RowWriter(
            ModuleRecords records,
            WriteRequest request,
            Behaviour behaviour,
            RowReader reader,
            RecordView view,
            BiConsumer<ModuleSchema, StoredRecord> save) {
        this.records = records;
        this.module = records.schema();
        this.request = request;
        this.behaviour = behaviour;
        this.reader = reader;
        this.view = view;
        this.save = save;
    }

    RowOutcome write(int index, JsonNode row, LongSupplier newId, Instant now) {
        Optional<StoredRecord> addressed = Optional.empty();
        if (request.mode() != WriteMode.INSERT && (row.has(ModuleSchema.ID) || request.mode() == WriteMode.UPDATE)) {
            addressed =
                    RecordIdText.parse(row.path(ModuleSchema.ID).textValue()).flatMap(records::find);
            if (addressed.isEmpty()) {
                return refused(unknownId(index, row));
            }
        }
        Found found = addressed.isPresent() ? new Found(addressed, Optional.empty()) : match(row);
        Optional<RowError> tooNew = found.record().flatMap(this::tooNew);
        return tooNew.isPresent() ? refused(tooNew.get()) : write(index, row, found, newId, now);
    }

    private RowOutcome write(int index, JsonNode row, Found found, LongSupplier newId, Instant now) {
        List<RowError> errors = new ArrayList<>();
        Map<String, JsonNode> values = reader.read(module, index, row, request.external(), found.record(), errors);
        checkMandatory(index, row, values, found.record(), errors);
        checkUnique(index, values, found.record(), errors);
        if (!errors.isEmpty()) {
            return refused(RowError.of(behaviour.has(Deviation.FIRST_ERROR_ONLY) ? errors.subList(0, 1) : errors));
        }
        StoredRecord before = found.record().orElseGet(() -> new StoredRecord(newId.getAsLong(), now, now, Map.of()));
        StoredRecord after = before.changed(values, now);
        save.accept(module, after);
        return new RowOutcome.Written(after, found.record().isEmpty(), found.matchedBy());
    }

    private RowError unknownId(int index, JsonNode row) {
        return RowError.invalid(
                new Place(index, ModuleSchema.ID),
                Json.object().put("id", row.path(ModuleSchema.ID).asText()));
    }

    private Found match(JsonNode row) {
        for (String field : request.matchBy()) {
            JsonNode value = row.path(field);
            if (value.isTextual() || value.isIntegralNumber()) {
                Optional<StoredRecord> record = records.find(field, value);
                if (record.isPresent()) {
                    return new Found(record, Optional.of(field));
                }
            }
        }
        return new Found(Optional.empty(), Optional.empty());
    }

    private Optional<RowError> tooNew(StoredRecord record) {
        return request.unmodifiedSince()
                .filter(since -> record.modified().isAfter(since))
                .map(since ->
                        new RowError(RowError.ALREADY_MODIFIED, "record already modified", view.modified(record)));
    }

    private void checkMandatory(
            int index,
            JsonNode row,
            Map<String, JsonNode> values,
            Optional<StoredRecord> before,
            List<RowError> errors) {
        boolean mayBeLeftOut = before.isPresent()
                && (request.mode() == WriteMode.UPDATE || behaviour.has(Deviation.MANDATORY_ON_INSERT_ONLY));
        for (FieldSchema field : module.all()) {
            String name = field.apiName();
            boolean cleared = values.containsKey(name) && values.get(name).isNull();
            if (field.mandatory() && (cleared || (!row.has(name) && !mayBeLeftOut))) {
                errors.add(RowError.mandatory(new Place(index, name)));
            }
        }
    }

    private void checkUnique(
            int index, Map<String, JsonNode> values, Optional<StoredRecord> before, List<RowError> errors) {
        for (FieldSchema field : module.identifying()) {
            JsonNode value = values.get(field.apiName());
            if (value != null && !value.isNull()) {
                holder(field, value)
                        .filter(holder -> before.isEmpty() || before.get().id() != holder.id())
                        .ifPresent(holder -> errors.add(
                                RowError.duplicate(new Place(index, field.apiName()), view.holder(module, holder))));
            }
        }
    }

    private Optional<StoredRecord> holder(FieldSchema field, JsonNode value) {
        Optional<StoredRecord> holder = records.find(field.apiName(), value);
        return behaviour.has(Deviation.BIN_BLOCKS_UNIQUE)
                ? holder.or(() -> records.findBinned(field.apiName(), value))
                : holder;
    }

    private static RowOutcome refused(RowError error) {
        return new RowOutcome.Refused(error);
    }
}
