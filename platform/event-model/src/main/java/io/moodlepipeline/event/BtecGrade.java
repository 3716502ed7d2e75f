package io.moodlepipeline.event;

/** What a grade is worth in BTEC's words, best first. */
public enum BtecGrade implements WireName {
    DISTINCTION("Distinction"),
    MERIT("Merit"),
    PASS("Pass"),
    REFER("Refer"),
    NOT_GRADED("Not Graded");

    private final String wireName;

    BtecGrade(String wireName) {
        this.wireName = wireName;
    }

    @Override
    public String wireName() {
        return wireName;
    }
}
