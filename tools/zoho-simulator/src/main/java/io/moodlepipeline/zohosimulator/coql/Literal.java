package io.moodlepipeline.zohosimulator.coql;

import java.util.Locale;

/**
 * A value in a query.
 *
 * @param folded in lower case, as texts are compared
 */
record Literal(Kind kind, String text, String folded) {
    enum Kind {
        STRING,
        NUMBER,
        BOOLEAN
    }

    Literal(Kind kind, String text) {
        this(kind, text, text.toLowerCase(Locale.ROOT));
    }
}
