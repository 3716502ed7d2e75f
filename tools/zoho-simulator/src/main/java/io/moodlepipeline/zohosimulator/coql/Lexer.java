package io.moodlepipeline.zohosimulator.coql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a query into pieces. */
final class Lexer {
    private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z0-9_]*(?:\\.[A-Za-z][A-Za-z0-9_]*)*");
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.\\d+)?");
    private static final Pattern SYMBOL = Pattern.compile("<=|>=|!=|[(),=<>]");
    private static final int NEAR = 20;

    private final String query;
    private int position;

    Lexer(String query) {
        this.query = query;
    }

    List<Token> tokens() throws CoqlException {
        List<Token> tokens = new ArrayList<>();
        skipSpace();
        while (position < query.length()) {
            tokens.add(next());
            skipSpace();
        }
        return tokens;
    }

    private void skipSpace() {
        while (position < query.length() && Character.isWhitespace(query.charAt(position))) {
            position++;
        }
    }

    private Token next() throws CoqlException {
        if (query.charAt(position) == '\'') {
            return string();
        }
        return read(Token.Kind.WORD, WORD)
                .or(() -> read(Token.Kind.NUMBER, NUMBER))
                .or(() -> read(Token.Kind.SYMBOL, SYMBOL))
                .orElseThrow(this::unreadable);
    }

    private Optional<Token> read(Token.Kind kind, Pattern pattern) {
        Matcher matcher = pattern.matcher(query).region(position, query.length());
        if (!matcher.lookingAt()) {
            return Optional.empty();
        }
        position = matcher.end();
        return Optional.of(new Token(kind, matcher.group()));
    }

    /** A backslash takes the next quote or backslash for what it is. */
    private Token string() throws CoqlException {
        int start = position;
        StringBuilder text = new StringBuilder();
        for (position++; position < query.length(); position++) {
            char c = query.charAt(position);
            if (c == '\'') {
                position++;
                return new Token(Token.Kind.STRING, text.toString());
            }
            if (c == '\\') {
                position++;
                if (position == query.length() || "'\\".indexOf(query.charAt(position)) < 0) {
                    break;
                }
                c = query.charAt(position);
            }
            text.append(c);
        }
        position = start;
        throw unreadable();
    }

    private CoqlException unreadable() {
        return CoqlException.syntax(query.substring(position, Math.min(position + NEAR, query.length())));
    }
}
