package io.moodlepipeline.zohosimulator.coql;

import java.util.Arrays;
import java.util.Optional;

/** Compares a field with one value. */
enum Operator {
    EQUAL("="),
    NOT_EQUAL("!="),
    LESS("<"),
    GREATER(">"),
    LESS_OR_EQUAL("<="),
    GREATER_OR_EQUAL(">=");

    private final String symbol;

    Operator(String symbol) {
        this.symbol = symbol;
    }

    static Optional<Operator> of(Token token) {
        return Arrays.stream(values()).filter(each -> token.is(each.symbol)).findFirst();
    }

    String symbol() {
        return symbol;
    }

    /** @param difference as a comparator gives it */
    boolean holds(int difference) {
        return switch (this) {
            case EQUAL -> difference == 0;
            case NOT_EQUAL -> difference != 0;
            case LESS -> difference < 0;
            case GREATER -> difference > 0;
            case LESS_OR_EQUAL -> difference <= 0;
            case GREATER_OR_EQUAL -> difference >= 0;
        };
    }

    boolean isBySize() {
        return this != EQUAL && this != NOT_EQUAL;
    }
}
