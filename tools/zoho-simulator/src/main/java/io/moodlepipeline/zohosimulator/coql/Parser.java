package io.moodlepipeline.zohosimulator.coql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a query. Strict: {@code where} is needed, and at most two conditions stand side by side without parentheses. */
public final class Parser {
    private static final int DEFAULT_LIMIT = 200;
    private static final int MOST_ROWS = 2_000;
    private static final int MOST_COLUMNS = 50;
    private static final int MOST_DIGITS = 9;

    private final List<Token> tokens;
    private final int inLimit;
    private int position;

    private Parser(List<Token> tokens, int inLimit) {
        this.tokens = tokens;
        this.inLimit = inLimit;
    }

    /** @param inLimit the most values that an {@code in} may list */
    public static Query parse(String query, int inLimit) throws CoqlException {
        return new Parser(new Lexer(query).tokens(), inLimit).query();
    }

    private Query query() throws CoqlException {
        expect("select");
        List<String> columns = columns();
        expect("from");
        String module = word();
        expect("where");
        Condition condition = condition();
        List<Ordering> order = order();
        int[] limit = limit();
        if (!peek().equals(Token.END)) {
            throw unexpected();
        }
        return new Query(columns, module, condition, order, limit[0], limit[1]);
    }

    private List<String> columns() throws CoqlException {
        List<String> columns = new ArrayList<>();
        do {
            columns.add(word());
        } while (take(","));
        if (columns.size() > MOST_COLUMNS) {
            throw exceeded("select", MOST_COLUMNS);
        }
        return columns;
    }

    private Condition condition() throws CoqlException {
        Condition left = operand();
        if (take("and")) {
            return new Condition.And(left, operand());
        }
        return take("or") ? new Condition.Or(left, operand()) : left;
    }

    private Condition operand() throws CoqlException {
        if (!take("(")) {
            return comparison();
        }
        Condition inner = condition();
        expect(")");
        return inner;
    }

    private Condition comparison() throws CoqlException {
        String column = word();
        if (take("is")) {
            boolean not = take("not");
            expect("null");
            return new Condition.IsNull(column, not);
        }
        if (peek().is("in") || peek().is("not")) {
            boolean not = take("not");
            expect("in");
            return new Condition.In(column, values(), not);
        }
        Optional<Operator> operator = Operator.of(peek());
        if (operator.isEmpty()) {
            throw unexpected();
        }
        position++;
        return new Condition.Compare(column, operator.get(), literal());
    }

    private List<Literal> values() throws CoqlException {
        List<Literal> values = new ArrayList<>();
        expect("(");
        do {
            values.add(literal());
        } while (take(","));
        expect(")");
        if (values.size() > inLimit) {
            throw exceeded("in", inLimit);
        }
        return values;
    }

    private Literal literal() throws CoqlException {
        Token token = peek();
        position++;
        if (token.kind() == Token.Kind.STRING) {
            return new Literal(Literal.Kind.STRING, token.text());
        }
        if (token.kind() == Token.Kind.NUMBER) {
            return new Literal(Literal.Kind.NUMBER, token.text());
        }
        if (token.is("true") || token.is("false")) {
            return new Literal(Literal.Kind.BOOLEAN, token.text());
        }
        position--;
        throw unexpected();
    }

    private List<Ordering> order() throws CoqlException {
        List<Ordering> order = new ArrayList<>();
        if (take("order")) {
            expect("by");
            do {
                String column = word();
                boolean descending = take("desc");
                if (!descending) {
                    take("asc");
                }
                order.add(new Ordering(column, descending));
            } while (take(","));
        }
        return order;
    }

    /** Offset and count. */
    private int[] limit() throws CoqlException {
        if (!take("limit")) {
            return new int[] {0, DEFAULT_LIMIT};
        }
        int first = number();
        int[] limit = take(",") ? new int[] {first, number()} : new int[] {0, first};
        if (limit[1] > MOST_ROWS) {
            throw exceeded("limit", MOST_ROWS);
        }
        return limit;
    }

    private int number() throws CoqlException {
        Token token = peek();
        if (token.kind() != Token.Kind.NUMBER || !token.text().matches("\\d{1," + MOST_DIGITS + "}")) {
            throw unexpected();
        }
        position++;
        return Integer.parseInt(token.text());
    }

    private String word() throws CoqlException {
        Token token = peek();
        if (token.kind() != Token.Kind.WORD) {
            throw unexpected();
        }
        position++;
        return token.text();
    }

    private boolean take(String text) {
        boolean taken = peek().is(text);
        if (taken) {
            position++;
        }
        return taken;
    }

    private void expect(String text) throws CoqlException {
        if (!take(text)) {
            throw unexpected();
        }
    }

    private Token peek() {
        return position < tokens.size() ? tokens.get(position) : Token.END;
    }

    private CoqlException unexpected() {
        return CoqlException.syntax(peek().text());
    }

    private static CoqlException exceeded(String clause, int most) {
        return new CoqlException(CoqlException.Code.LIMIT_EXCEEDED, "clause", clause + ", at most " + most);
    }
}
