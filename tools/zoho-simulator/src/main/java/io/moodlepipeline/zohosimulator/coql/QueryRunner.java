package io.moodlepipeline.zohosimulator.coql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.zohosimulator.http.Json;
import io.moodlepipeline.zohosimulator.record.OrgRecords;
import io.moodlepipeline.zohosimulator.record.RecordIdText;
import io.moodlepipeline.zohosimulator.record.StoredRecord;
import io.moodlepipeline.zohosimulator.schema.FieldType;
import io.moodlepipeline.zohosimulator.schema.ModuleSchema;
import io.moodlepipeline.zohosimulator.schema.Schema;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Runs queries over an organisation's records. */
public final class QueryRunner {
    /** @param more whether there are records behind these */
    public record Found(List<ObjectNode> records, boolean more) {}

    private final Schema schema;
    private final boolean keyset;

    /** @param keyset whether ids may be compared by size */
    public QueryRunner(Schema schema, boolean keyset) {
        this.schema = schema;
        this.keyset = keyset;
    }

    public Found run(Query query, ModuleSchema module, OrgRecords records) throws CoqlException {
        Map<String, Columns.Column> columns = new Checker(schema, module, keyset).check(query);
        Function<Stream<StoredRecord>, Found> work = all -> {
            List<Columned> found = page(query, all.map(record -> new Columned(columns, records, record)));
            return new Found(
                    found.stream()
                            .limit(query.limit())
                            .map(each -> each.select(query.columns()))
                            .toList(),
                    found.size() > query.limit());
        };
        Optional<Condition.In> listed = listed(query.condition(), module, records);
        return listed.isPresent()
                ? records.read(module, listed.get().column(), listed.get().folded(), work)
                : records.read(module, firstId(query.condition()), work);
    }

    /** A condition that names all values which a record can have; spares looking through a hundred thousand for fifty. */
    private static Optional<Condition.In> listed(Condition condition, ModuleSchema module, OrgRecords records) {
        if (condition instanceof Condition.And and) {
            return listed(and.left(), module, records).or(() -> listed(and.right(), module, records));
        }
        return condition instanceof Condition.In in && !in.not() && records.findableBy(module, in.column())
                ? Optional.of(in)
                : Optional.empty();
    }

    /** Records are met by growing id, so a page in that order is found without looking at those behind it. */
    private static List<Columned> page(Query query, Stream<Columned> all) {
        Stream<Columned> holding = all.filter(query.condition()::holds);
        boolean byId = query.order().isEmpty() || query.order().get(0).equals(new Ordering(ModuleSchema.ID, false));
        Stream<Columned> ordered = byId ? holding : holding.sorted(order(query.order()));
        return ordered.skip(query.offset()).limit(query.limit() + 1L).toList();
    }

    private static Comparator<Columned> order(List<Ordering> order) {
        return order.stream()
                .map(QueryRunner::comparator)
                .reduce(Comparator::thenComparing)
                .orElseThrow();
    }

    private static Comparator<Columned> comparator(Ordering ordering) {
        Comparator<Columned> ascending = Comparator.comparing(
                row -> row.value(ordering.column()).orElse(NullNode.getInstance()), Comparison::compare);
        return ordering.descending() ? ascending.reversed() : ascending;
    }

    /** Below which no record can hold: saves looking at the pages that were read before. */
    private static long firstId(Condition condition) {
        if (condition instanceof Condition.And and) {
            return Math.max(firstId(and.left()), firstId(and.right()));
        }
        if (condition instanceof Condition.Compare compare
                && compare.column().equals(ModuleSchema.ID)
                && compare.operator() == Operator.GREATER) {
            return RecordIdText.parse(compare.value().text()).orElse(0L);
        }
        return 0;
    }

    /** A record whose columns can be asked for by the names that the query gives them. */
    private record Columned(Map<String, Columns.Column> columns, OrgRecords records, StoredRecord record)
            implements Row {
        @Override
        public Optional<JsonNode> value(String name) {
            boolean longInteger = columns.get(name).field().type() == FieldType.BIGINT;
            return shown(name).map(value -> longInteger ? DecimalNode.valueOf(new BigDecimal(value.asText())) : value);
        }

        private Optional<JsonNode> shown(String name) {
            Columns.Column column = columns.get(name);
            Optional<StoredRecord> holder = column.lookup().isEmpty()
                    ? Optional.of(record)
                    : records.linked(column.lookup().get(), record);
            return holder.map(each -> records.view().value(column.field(), each))
                    .filter(value -> !value.isNull());
        }

        ObjectNode select(List<String> names) {
            ObjectNode selected = Json.object();
            names.forEach(name -> selected.set(name, shown(name).orElse(NullNode.getInstance())));
            return selected;
        }
    }
}
