package io.moodlepipeline.zohosimulator.coql;

/** A value in a query. */
record Literal(Kind kind, String text) {
    enum Kind {
        STRING,
        NUMBER,
        BOOLEAN
    }
}
