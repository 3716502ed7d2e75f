package io.moodlepipeline.processor.banding;

import io.moodlepipeline.event.WireName;

/** What a tenant wants of a grade whose maximum Moodle did not send. */
public enum WithoutMaximum implements WireName {
    /** Read it as out of 100: right for most items, wrong for one marked out of 10. */
    ASSUME_100("assume-100"),
    /** Give no band, since the scale is not known. */
    NO_BAND("no-band");

    private final String wireName;

    WithoutMaximum(String wireName) {
        this.wireName = wireName;
    }

    @Override
    public String wireName() {
        return wireName;
    }
}
