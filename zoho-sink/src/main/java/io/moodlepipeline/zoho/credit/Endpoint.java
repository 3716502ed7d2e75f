package io.moodlepipeline.zoho.credit;

/** The kinds of calls. */
enum Endpoint {
    UPSERT,
    QUERY,
    FIELDS,
    MODULES,
    ORG;

    private static final int ROWS_PER_CREDIT = 10;

    /** @param rows of an upsert; a query is of at most 200 records, and like all else costs one */
    int credits(int rows) {
        return this == UPSERT ? (rows + ROWS_PER_CREDIT - 1) / ROWS_PER_CREDIT : 1;
    }
}
