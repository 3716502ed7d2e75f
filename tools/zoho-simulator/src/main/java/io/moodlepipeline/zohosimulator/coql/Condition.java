package io.moodlepipeline.zohosimulator.coql;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What follows {@code where}. */
sealed interface Condition {
    boolean holds(Row row);

    /** Every comparison in it. */
    List<Condition> leaves();

    record And(Condition left, Condition right) implements Condition {
        @Override
        public boolean holds(Row row) {
            return left.holds(row) && right.holds(row);
        }

        @Override
        public List<Condition> leaves() {
            return both(left, right);
        }
    }

    record Or(Condition left, Condition right) implements Condition {
        @Override
        public boolean holds(Row row) {
            return left.holds(row) || right.holds(row);
        }

        @Override
        public List<Condition> leaves() {
            return both(left, right);
        }
    }

    record Compare(String column, Operator operator, Literal value) implements Condition {
        @Override
        public boolean holds(Row row) {
            return row.value(column)
                    .map(field -> operator.holds(Comparison.compare(field, value)))
                    .orElse(false);
        }

        @Override
        public List<Condition> leaves() {
            return List.of(this);
        }
    }

    /** @param folded the values as texts are compared: a query over many records is to look each of them up, not through them */
    record In(String column, List<Literal> values, Set<String> folded, boolean not) implements Condition {
        In(String column, List<Literal> values, boolean not) {
            this(column, values, values.stream().map(Literal::folded).collect(Collectors.toSet()), not);
        }

        @Override
        public boolean holds(Row row) {
            return row.value(column).map(field -> not != has(field)).orElse(not);
        }

        private boolean has(JsonNode field) {
            return field.isNumber()
                    ? values.stream().anyMatch(value -> Comparison.compare(field, value) == 0)
                    : folded.contains(Comparison.text(field));
        }

        @Override
        public List<Condition> leaves() {
            return List.of(this);
        }
    }

    record IsNull(String column, boolean not) implements Condition {
        @Override
        public boolean holds(Row row) {
            return not == row.value(column).isPresent();
        }

        @Override
        public List<Condition> leaves() {
            return List.of(this);
        }
    }

    private static List<Condition> both(Condition left, Condition right) {
        return Stream.concat(left.leaves().stream(), right.leaves().stream()).toList();
    }
}
