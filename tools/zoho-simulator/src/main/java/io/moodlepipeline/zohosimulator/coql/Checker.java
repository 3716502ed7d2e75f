package io.moodlepipeline.zohosimulator.coql;

import io.moodlepipeline.zohosimulator.record.RecordIdText;
import io.moodlepipeline.zohosimulator.schema.FieldSchema;
import io.moodlepipeline.zohosimulator.schema.FieldType;
import io.moodlepipeline.zohosimulator.schema.ModuleSchema;
import io.moodlepipeline.zohosimulator.schema.Schema;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whether a query fits the module it asks: fields that exist, values of their type. */
final class Checker {
    private final Columns columns;
    private final boolean keyset;
    private final Map<String, Columns.Column> found = new HashMap<>();

    Checker(Schema schema, ModuleSchema module, boolean keyset) {
        this.columns = new Columns(schema, module);
        this.keyset = keyset;
    }

    /** @return all columns that the query names */
    Map<String, Columns.Column> check(Query query) throws CoqlException {
        for (String column : query.columns()) {
            find(column);
        }
        for (Ordering ordering : query.order()) {
            find(ordering.column());
        }
        for (Condition condition : query.condition().leaves()) {
            check(condition);
        }
        return found;
    }

    private void check(Condition condition) throws CoqlException {
        if (condition instanceof Condition.Compare compare) {
            boolean byId = compare.column().equals(ModuleSchema.ID);
            if (byId && compare.operator().isBySize() && !keyset) {
                throw new CoqlException(
                        CoqlException.Code.INVALID_QUERY,
                        "operator",
                        compare.operator().symbol());
            }
            check(compare.column(), List.of(compare.value()));
        } else if (condition instanceof Condition.In in) {
            check(in.column(), in.values());
        } else if (condition instanceof Condition.IsNull isNull) {
            find(isNull.column());
        }
    }

    private void check(String column, List<Literal> values) throws CoqlException {
        FieldSchema field = find(column).field();
        for (Literal value : values) {
            if (!fits(field, value)) {
                throw new CoqlException(CoqlException.Code.INVALID_QUERY, "column_name", column);
            }
        }
    }

    private Columns.Column find(String name) throws CoqlException {
        Columns.Column column = columns.find(name);
        found.put(name, column);
        return column;
    }

    private static boolean fits(FieldSchema field, Literal value) {
        FieldType type = field.type();
        if (type == FieldType.BOOLEAN) {
            return value.kind() == Literal.Kind.BOOLEAN;
        }
        if (type == FieldType.BIGINT || type == FieldType.LOOKUP || type == FieldType.OWNERLOOKUP) {
            return RecordIdText.parse(value.text()).isPresent();
        }
        if (type == FieldType.INTEGER || type.hasDecimals() || type == FieldType.PERCENT) {
            return isNumber(value.text());
        }
        return value.kind() == Literal.Kind.STRING;
    }

    private static boolean isNumber(String text) {
        try {
            return new BigDecimal(text).precision() > 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
