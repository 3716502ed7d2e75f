package io.moodlepipeline.zohosimulator.coql;

import java.util.List;
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

    record In(String column, List<Literal> values, boolean not) implements Condition {
        @Override
        public boolean holds(Row row) {
            return row.value(column)
                    .map(field -> not != values.stream().anyMatch(value -> Comparison.compare(field, value) == 0))
                    .orElse(not);
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
