package io.moodlepipeline.zohosimulator.coql;

import java.util.Locale;

/**
 * A piece of a query.
 *
 * @param text of a string: without quotes and escapes
 */
record Token(Kind kind, String text) {
    enum Kind {
        WORD,
        NUMBER,
        STRING,
        SYMBOL,
        END
    }

    static final Token END = new Token(Kind.END, "");

    boolean is(String keywordOrSymbol) {
        return kind != Kind.STRING && text.toLowerCase(Locale.ROOT).equals(keywordOrSymbol);
    }
}
