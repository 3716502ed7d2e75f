package io.moodlepipeline.event;

/** What a band rests on. */
public enum BandBasis implements WireName {
    /** The item's own maximum was sent. */
    MAXIMUM("maximum"),
    /** The item is marked with words that are bands themselves; there is no percentage. */
    SCALE("scale"),
    /** No maximum was sent: the grade was read as out of 100, which may be wrong. */
    ASSUMED_100("assumed-100");

    private final String wireName;

    BandBasis(String wireName) {
        this.wireName = wireName;
    }

    @Override
    public String wireName() {
        return wireName;
    }
}
