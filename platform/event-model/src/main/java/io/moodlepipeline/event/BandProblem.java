package io.moodlepipeline.event;

/** Why a grade was given no band. The grade itself is kept. */
public enum BandProblem implements WireName {
    /** Below the bottom of the scale: no award can honestly be read from it. */
    NEGATIVE("negative"),
    /** Above 100 with no maximum sent, so its scale is not 0 to 100 and is not known. */
    ABOVE_100_WITHOUT_MAXIMUM("above-100-without-maximum"),
    /** No maximum was sent, and the tenant does not want 100 assumed. */
    NO_MAXIMUM("no-maximum"),
    /** The item has no points to give, as a total that nothing counts towards: its range is from 0 to 0. */
    EMPTY_RANGE("empty-range"),
    /** The item is marked with words, and the grade is not the position of any. */
    NOT_ON_SCALE("not-on-scale"),
    /** The item is marked with words of which some stand for no band; the position of a word is no percentage. */
    SCALE_WORDS_UNKNOWN("scale-words-unknown");

    private final String wireName;

    BandProblem(String wireName) {
        this.wireName = wireName;
    }

    @Override
    public String wireName() {
        return wireName;
    }
}
