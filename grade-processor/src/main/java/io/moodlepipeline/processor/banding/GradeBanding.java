package io.moodlepipeline.processor.banding;

import io.moodlepipeline.event.BandBasis;
import io.moodlepipeline.event.BandProblem;
import io.moodlepipeline.event.Banding;
import io.moodlepipeline.event.BtecGrade;
import io.moodlepipeline.event.FieldProblem;
import io.moodlepipeline.event.GradeEvent;
import io.moodlepipeline.event.GradeItem;
import io.moodlepipeline.event.GradeScale;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * Judges grades. Its numbers are those of a checked {@link GradeEvent}, so they are small enough to be computed with exactly.
 */
public final class GradeBanding {
    private GradeBanding() {}

    public static BandingOutcome band(GradeEvent grade, BandingRules rules) {
        Optional<FieldProblem> contradiction = grade.contradiction();
        if (contradiction.isPresent()) {
            return new BandingOutcome.Contradictory(contradiction.get());
        }
        GradeItem item = grade.item();
        if (item.scale() != null) {
            // Its range is that of the positions, so a scale of one word goes from 1 to 1.
            return new BandingOutcome.Banded(onScale(grade.finalGrade(), item.scale(), rules));
        }
        if (item.max() == null) {
            // A minimum alone says nothing of the range.
            return new BandingOutcome.Banded(withoutMaximum(grade.finalGrade(), rules));
        }
        return new BandingOutcome.Banded(
                item.isEmptyRange()
                        ? withoutRange(grade.finalGrade(), rules)
                        : withMaximum(grade.finalGrade(), item.lowest(), item.max(), rules));
    }

    private static Banding onScale(BigDecimal position, GradeScale scale, BandingRules rules) {
        if (position == null) {
            return Banding.notGraded(rules.version());
        }
        MultilingualScale words = MultilingualScale.of(scale);
        if (!words.isReadable()) {
            return withProblem(BandProblem.SCALE_WORDS_UNKNOWN, rules);
        }
        if (!isPosition(position, words.size())) {
            return withProblem(BandProblem.NOT_ON_SCALE, rules);
        }
        List<BtecGrade> meanings = words.meanings(rules.scaleWords());
        if (meanings.size() < words.size()) {
            // Not even a word that is known: a Pass between words of another kind may be anything.
            return withProblem(BandProblem.SCALE_WORDS_UNKNOWN, rules);
        }
        BtecGrade meaning = meanings.get(position.intValueExact() - 1);
        return meaning == BtecGrade.NOT_GRADED
                ? Banding.notGraded(rules.version())
                : new Banding(meaning, null, BandBasis.SCALE, null, rules.version());
    }

    private static boolean isPosition(BigDecimal grade, int words) {
        return grade.signum() > 0
                && grade.compareTo(BigDecimal.valueOf(words)) <= 0
                && grade.stripTrailingZeros().scale() <= 0;
    }

    private static Banding withoutRange(BigDecimal finalGrade, BandingRules rules) {
        return finalGrade == null ? Banding.notGraded(rules.version()) : withProblem(BandProblem.EMPTY_RANGE, rules);
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
            return withProblem(BandProblem.NO_MAXIMUM, rules);
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

    private static Banding withProblem(BandProblem problem, BandingRules rules) {
        return new Banding(null, null, null, problem, rules.version());
    }
}
