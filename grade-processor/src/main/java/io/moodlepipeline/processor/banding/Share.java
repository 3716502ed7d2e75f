package io.moodlepipeline.processor.banding;

import io.moodlepipeline.event.BtecGrade;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Points out of a whole, as a fraction that is never divided to be compared: a third has no exact decimal, and a grade just below
 * a threshold must stay below it.
 *
 * @param whole above 0
 */
record Share(BigDecimal points, BigDecimal whole) {

    /** More than Moodle's own five, and enough to tell apart any two grades a teacher would. */
    private static final int DECIMALS = 10;

    boolean isNegative() {
        return points.signum() < 0;
    }

    boolean isAboveWhole() {
        return points.compareTo(whole) > 0;
    }

    /** The band of a share that is not negative. */
    BtecGrade grade(BandingRules rules) {
        if (isAtLeast(rules.distinction())) {
            return BtecGrade.DISTINCTION;
        }
        if (isAtLeast(rules.merit())) {
            return BtecGrade.MERIT;
        }
        return isAtLeast(rules.pass()) ? BtecGrade.PASS : BtecGrade.REFER;
    }

    private boolean isAtLeast(BigDecimal percent) {
        return points.multiply(BandingRules.HUNDRED).compareTo(percent.multiply(whole)) >= 0;
    }

    /**
     * For people to read. What does not fit the decimals is rounded down, never up, so that the number never reads as a better band
     * than was given.
     */
    BigDecimal percentage() {
        BigDecimal percentage = points.multiply(BandingRules.HUNDRED)
                .divide(whole, DECIMALS, RoundingMode.FLOOR)
                .stripTrailingZeros();
        // Stripping turns 100 into 1E+2.
        return percentage.scale() < 0 ? percentage.setScale(0) : percentage;
    }
}
