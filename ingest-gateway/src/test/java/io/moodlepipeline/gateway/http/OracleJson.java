package io.moodlepipeline.gateway.http;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * JSON read by hand after RFC 8259, apart from every library that the gateway uses. Texts come out clean: NUL removed, a lone surrogate
 * replaced.
 */
final class OracleJson {
    private static final int MAX_DEPTH = 16;
    private static final int MAX_VALUES_AND_KEYS = 10_000;

    private final String text;
    private final Set<Fault> faults = EnumSet.noneOf(Fault.class);
    private int at;
    private int values;

    enum Fault {
        NOT_JSON,
        DUPLICATE_KEY,
        TOO_DEEP,
        TOO_MANY_VALUES
    }

    /** A value: an {@link Obj}, a list of values, a text, a {@link Num}, a flag or {@link #NULL}. */
    static final Object NULL = "null literal".toCharArray();

    record Num(String written) {}

    record Member(String name, Object value) {}

    record Obj(List<Member> members) {}

    /** @param value null when the text is no JSON */
    record Document(Object value, Set<Fault> faults) {}

    private OracleJson(String text) {
        this.text = text;
    }

    /** With all its faults up to the first place where it stops to be JSON. */
    static Document read(String text) {
        OracleJson json = new OracleJson(text);
        Object value = null;
        try {
            json.space();
            value = json.value(0);
            json.space();
            json.require(json.at == text.length());
        } catch (NotJson e) {
            value = null;
            json.faults.add(Fault.NOT_JSON);
        }
        return new Document(value, json.faults);
    }

    private Object value(int depth) throws NotJson {
        // The outermost one holds the others and is not counted.
        count(depth > 0);
        return switch (peek()) {
            case '{' -> object(deeper(depth));
            case '[' -> array(deeper(depth));
            case '"' -> clean(string());
            case 't' -> literal("true", true);
            case 'f' -> literal("false", false);
            case 'n' -> literal("null", NULL);
            default -> number();
        };
    }

    private void count(boolean counts) {
        values += counts ? 1 : 0;
        if (values > MAX_VALUES_AND_KEYS) {
            faults.add(Fault.TOO_MANY_VALUES);
        }
    }

    private int deeper(int depth) {
        if (depth == MAX_DEPTH) {
            faults.add(Fault.TOO_DEEP);
        }
        return depth + 1;
    }

    private Obj object(int depth) throws NotJson {
        List<Member> members = new ArrayList<>();
        Set<String> names = new HashSet<>();
        take('{');
        space();
        if (peek() == '}') {
            take('}');
            return new Obj(members);
        }
        do {
            space();
            count(true);
            String written = string();
            // Half a letter in a name is none that could be told from another.
            require(!hasLoneSurrogate(written));
            String name = clean(written);
            if (!names.add(name)) {
                faults.add(Fault.DUPLICATE_KEY);
            }
            space();
            take(':');
            space();
            members.add(new Member(name, value(depth)));
            space();
        } while (takeIf(','));
        take('}');
        return new Obj(members);
    }

    private List<Object> array(int depth) throws NotJson {
        List<Object> elements = new ArrayList<>();
        take('[');
        space();
        if (takeIf(']')) {
            return elements;
        }
        do {
            space();
            elements.add(value(depth));
            space();
        } while (takeIf(','));
        take(']');
        return elements;
    }

    private String string() throws NotJson {
        StringBuilder string = new StringBuilder();
        take('"');
        while (peek() != '"') {
            char c = next();
            require(c >= ' ');
            string.append(c == '\\' ? escaped() : c);
        }
        take('"');
        return string.toString();
    }

    private char escaped() throws NotJson {
        char c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                int unit = 0;
                for (int i = 0; i < 4; i++) {
                    int digit = "0123456789abcdef".indexOf(Character.toLowerCase(asciiOrNul(next())));
                    require(digit >= 0);
                    unit = unit * 16 + digit;
                }
                yield (char) unit;
            }
            default -> throw new NotJson();
        };
    }

    /** Some letters beyond ASCII have one of ASCII as their lower case. */
    private static char asciiOrNul(char c) {
        return c < 128 ? c : 0;
    }

    private Num number() throws NotJson {
        int from = at;
        takeIf('-');
        if (!takeIf('0')) {
            digits();
        }
        if (takeIf('.')) {
            digits();
        }
        if (takeIf('e') || takeIf('E')) {
            if (!takeIf('-')) {
                takeIf('+');
            }
            digits();
        }
        return new Num(text.substring(from, at));
    }

    private void digits() throws NotJson {
        int from = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        require(at > from);
    }

    private Object literal(String word, Object value) throws NotJson {
        require(text.startsWith(word, at));
        at += word.length();
        return value;
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    /** NUL at the end, which no JSON has. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private char next() throws NotJson {
        require(at < text.length());
        return text.charAt(at++);
    }

    private void take(char c) throws NotJson {
        require(takeIf(c));
    }

    private boolean takeIf(char c) {
        boolean is = peek() == c && at < text.length();
        at += is ? 1 : 0;
        return is;
    }

    private void require(boolean holds) throws NotJson {
        if (!holds) {
            throw new NotJson();
        }
    }

    private static boolean hasLoneSurrogate(String string) {
        return string.codePoints().anyMatch(OracleJson::isSurrogate);
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= 0xD800 && codePoint <= 0xDFFF;
    }

    static String clean(String string) {
        StringBuilder clean = new StringBuilder();
        string.codePoints()
                .filter(codePoint -> codePoint != 0)
                .forEach(codePoint -> clean.appendCodePoint(isSurrogate(codePoint) ? 0xFFFD : codePoint));
        return clean.toString();
    }

    private static final class NotJson extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
