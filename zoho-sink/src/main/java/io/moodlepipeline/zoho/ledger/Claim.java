package io.moodlepipeline.zoho.ledger;

/** What came of wanting to write a record. */
public sealed interface Claim {

    /** The ledger holds something newer. */
    record Superseded() implements Claim {}

    /** It was sent with the same content before; the ledger has noted the version. */
    record Unchanged() implements Claim {}

    /** Another write of it may be under way until its lease ends: try again later. */
    record Busy() implements Claim {}

    /** The database reported success, and the ledger does not hold the record: nothing may be sent. */
    record NotStored() implements Claim {}

    /**
     * Nobody else writes it until the lease ends or it is settled.
     *
     * @param wanted what was asked for
     * @param entry what the ledger knew
     */
    record Granted(Wanted wanted, Entry entry) implements Claim {}
}
