package io.moodlepipeline.processor.banding;

import io.moodlepipeline.event.BandBasis;
import io.moodlepipeline.event.BandProblem;
import io.moodlepipeline.event.Banding;
import io.moodlepipeline.event.FieldProblem;
import io.moodlepipeline.event.GradeEvent;
import java.math.BigDecimal;

/**
 * Judges grades. Its numbers are those of a checked {@link GradeEvent}, so they are small enough to be computed with exactly.
 */
public final class GradeBanding {
    private static final FieldProblem CONTRADICTION =
            new FieldProblem("grademin", "(0 when it is not sent) must be below grademax");

    private GradeBanding() {}

    public static BandingOutcome band(GradeEvent grade, BandingRules rules) {
        if (grade.item().max() == null) {
            // A minimum alone says nothing of the scale.
            return new BandingOutcome.Banded(withoutMaximum(grade.finalGrade(), rules));
        }
        BigDecimal min =
                grade.item().min() == null ? BigDecimal.ZERO : grade.item().min();
        if (min.compareTo(grade.item().max()) >= 0) {
            return new BandingOutcome.Contradictory(CONTRADICTION);
        }
        return new BandingOutcome.Banded(
                withMaximum(grade.finalGrade(), min, grade.item().max(), rules));
    }

    private static Banding withMaximum(BigDecimal finalGrade, BigDecimal min, BigDecimal max, BandingRules rules) {
        if (finalGrade == null) {
            return Banding.notGraded(rules.version());
        }
        Share share = new Share(finalGrade.subtract(min), max.subtract(min));
        if (share.isNegative()) {
            return withProblem(share, BandBasis.MAXIMUM, BandProblem.NEGATIVE, rules);
        }
        return placed(share, BandBasis.MAXIMUM, rules);
    }

    private static Banding withoutMaximum(BigDecimal finalGrade, BandingRules rules) {
        if (finalGrade == null) {
            return Banding.notGraded(rules.version());
        }
        if (rules.withoutMaximum() == WithoutMaximum.NO_BAND) {
            return new Banding(null, null, null, BandProblem.NO_MAXIMUM, rules.version());
        }
        Share share = new Share(finalGrade, BandingRules.HUNDRED);
        if (share.isNegative()) {
            return withProblem(share, BandBasis.ASSUMED_100, BandProblem.NEGATIVE, rules);
        }
        if (share.isAboveWhole()) {
            return withProblem(share, BandBasis.ASSUMED_100, BandProblem.ABOVE_100_WITHOUT_MAXIMUM, rules);
        }
        return placed(share, BandBasis.ASSUMED_100, rules);
    }

    private static Banding placed(Share share, BandBasis basis, BandingRules rules) {
        return new Banding(share.grade(rules), share.percentage(), basis, null, rules.version());
    }

    /** The percentage is still a fact, and tells a reader what the problem was. */
    private static Banding withProblem(Share share, BandBasis basis, BandProblem problem, BandingRules rules) {
        return new Banding(null, share.percentage(), basis, problem, rules.version());
    }
}
