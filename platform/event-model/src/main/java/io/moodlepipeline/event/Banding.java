package io.moodlepipeline.event;

import java.math.BigDecimal;

/**
 * How a grade was judged.
 *
 * @param grade null when {@code problem} says why there is none
 * @param percentage null when not graded, not known, or marked with words
 * @param basis null when not graded or not known
 * @param problem null when there is none
 * @param rules version of the thresholds that were used, from 1
 */
public record Banding(BtecGrade grade, BigDecimal percentage, BandBasis basis, BandProblem problem, int rules) {

    public static Banding notGraded(int rules) {
        return new Banding(BtecGrade.NOT_GRADED, null, null, null, rules);
    }
}
