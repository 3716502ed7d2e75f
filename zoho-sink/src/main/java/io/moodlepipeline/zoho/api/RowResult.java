package io.moodlepipeline.zoho.api;

/** What became of one row of an upsert. */
public sealed interface RowResult {

    /**
     * Zoho holds it.
     *
     * @param id Zoho's record id, digits as text
     * @param inserted whether the record was made by this call
     */
    record Written(String id, boolean inserted) implements RowResult {}

    /** Zoho did not take it. */
    record Refused(RowError error) implements RowResult {}
}
