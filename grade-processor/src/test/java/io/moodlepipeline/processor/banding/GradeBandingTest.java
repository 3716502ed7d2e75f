package io.moodlepipeline.processor.banding;

import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.event.BandBasis;
import io.moodlepipeline.event.BandProblem;
import io.moodlepipeline.event.Banding;
import io.moodlepipeline.event.BtecGrade;
import io.moodlepipeline.event.FieldProblem;
import io.moodlepipeline.event.GradeEvent;
import io.moodlepipeline.event.GradeItem;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GradeBandingTest {
    private static final BandingRules BUILT_IN = BandingRules.BUILT_IN;
    private static final BandingRules NO_BAND = new BandingRules(
            1,
            BigDecimal.valueOf(70),
            BigDecimal.valueOf(60),
            BigDecimal.valueOf(40),
            WithoutMaximum.NO_BAND,
            ScaleWords.NONE_OF_OWN,
            "en");
    private static final BandingRules STRICT = new BandingRules(
            7,
            new BigDecimal("85.5"),
            new BigDecimal("70"),
            new BigDecimal("0"),
            WithoutMaximum.ASSUME_100,
            ScaleWords.NONE_OF_OWN,
            "en");

    @ParameterizedTest(name = "{0} out of 100 is {1}")
    @CsvSource({
        "100, DISTINCTION",
        "70.00001, DISTINCTION",
        "70.00000000000000000000000001, DISTINCTION",
        "70, DISTINCTION",
        "70.00000, DISTINCTION",
        "7E1, DISTINCTION",
        "69.99999999999999999999999999, MERIT",
        "69.99999, MERIT",
        "69.5, MERIT",
        "60.00001, MERIT",
        "60, MERIT",
        "59.99999999999999999999999999, PASS",
        "59.99999, PASS",
        "40.00001, PASS",
        "40, PASS",
        "39.99999999999999999999999999, REFER",
        "39.99999, REFER",
        "0.00001, REFER",
        "1E-30, REFER",
        "0, REFER",
        "0.00000, REFER",
        "-0, REFER"
    })
    void everyThresholdAndItsNeighbours(BigDecimal finalGrade, BtecGrade expected) {
        assertThat(banded(grade(finalGrade, null, null), BUILT_IN).grade()).isEqualTo(expected);
        assertThat(banded(grade(finalGrade, null, BigDecimal.valueOf(100)), BUILT_IN)
                        .grade())
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} from {1} to {2} is {3} %, {4}")
    @CsvSource({
        // 10 out of 10 is not 10 %.
        "10, , 10, 100, DISTINCTION",
        "7, 0, 10, 70, DISTINCTION",
        "6.99999, 0, 10, 69.9999, MERIT",
        "2, 1, 4, 33.3333333333, REFER",
        "3, 1, 4, 66.6666666666, MERIT",
        "1, 1, 4, 0, REFER",
        // Seven tenths of a range that has no short decimal.
        "2.1, 0, 3, 70, DISTINCTION",
        "2.0999999999999999999999999999, 0, 3, 69.9999999999, MERIT",
        // Just below a threshold, by less than is written: never shown as 40.
        "39.99999999999999999, 0, 100, 39.9999999999, REFER",
        "0, -100, 100, 50, PASS",
        "-30, -100, 0, 70, DISTINCTION",
        "-5, -10, -1, 55.5555555555, PASS",
        // Extra credit.
        "12, 0, 10, 120, DISTINCTION",
        "150, , 100, 150, DISTINCTION",
        "1E30, 0, 1E-30, 100000000000000000000000000000000000000000000000000000000000000, DISTINCTION",
        "1E-30, 0, 1E30, 0, REFER"
    })
    void knownMaximumScalesTheGrade(
            BigDecimal finalGrade, BigDecimal min, BigDecimal max, String percentage, BtecGrade expected) {
        Banding banding = banded(grade(finalGrade, min, max), BUILT_IN);

        assertThat(banding.grade()).isEqualTo(expected);
        assertThat(banding.percentage().toPlainString()).isEqualTo(percentage);
        assertThat(banding.basis()).isEqualTo(BandBasis.MAXIMUM);
        assertThat(banding.problem()).isNull();
    }

    @ParameterizedTest(name = "{0} without a maximum is {1} %")
    @CsvSource({
        "65, 65",
        "65.00000, 65",
        "100, 100",
        "100.00, 100",
        "0E-5, 0",
        "69.99999999999999, 69.9999999999",
        "0.1234567890, 0.123456789"
    })
    void withoutMaximumTheGradeItselfIsThePercentage(BigDecimal finalGrade, String percentage) {
        Banding banding = banded(grade(finalGrade, null, null), BUILT_IN);

        assertThat(banding.percentage().toPlainString()).isEqualTo(percentage);
        assertThat(banding.basis()).isEqualTo(BandBasis.ASSUMED_100);
        assertThat(banding.problem()).isNull();
    }

    @Test
    void minimumAloneIsNoScale() {
        Banding banding = banded(grade(BigDecimal.valueOf(65), BigDecimal.valueOf(50), null), BUILT_IN);

        assertThat(banding)
                .isEqualTo(new Banding(BtecGrade.MERIT, BigDecimal.valueOf(65), BandBasis.ASSUMED_100, null, 1));
    }

    @ParameterizedTest(name = "{0} from {1} to {2} has the problem {5}")
    @CsvSource({
        "-0.00001, , , -0.00001, ASSUMED_100, NEGATIVE",
        "-1E-30, , , -0.0000000001, ASSUMED_100, NEGATIVE",
        "-0.00001, 0, 100, -0.00001, MAXIMUM, NEGATIVE",
        "0.5, 1, 5, -12.5, MAXIMUM, NEGATIVE",
        "100.00001, , , 100.00001, ASSUMED_100, ABOVE_100_WITHOUT_MAXIMUM",
        "100.000000000000000000000000001, , , 100, ASSUMED_100, ABOVE_100_WITHOUT_MAXIMUM",
        "850, 0, , 850, ASSUMED_100, ABOVE_100_WITHOUT_MAXIMUM",
        "1E30, , , 1000000000000000000000000000000, ASSUMED_100, ABOVE_100_WITHOUT_MAXIMUM"
    })
    void whatCannotBePlacedHonestlyGetsNoBand(
            BigDecimal finalGrade,
            BigDecimal min,
            BigDecimal max,
            String percentage,
            BandBasis basis,
            BandProblem problem) {
        Banding banding = banded(grade(finalGrade, min, max), BUILT_IN);

        assertThat(banding.grade()).isNull();
        assertThat(banding.percentage().toPlainString()).isEqualTo(percentage);
        assertThat(banding.basis()).isEqualTo(basis);
        assertThat(banding.problem()).isEqualTo(problem);
    }

    @ParameterizedTest(name = "{0} without a maximum, tenant wants no band then")
    @CsvSource({"65", "-1", "100.1", "0"})
    void noBandWithoutMaximumWhenTheTenantSaysSo(BigDecimal finalGrade) {
        assertThat(banded(grade(finalGrade, null, null), NO_BAND))
                .isEqualTo(new Banding(null, null, null, BandProblem.NO_MAXIMUM, 1));
    }

    @Test
    void knownMaximumIsUsedWhateverTheTenantSaysOfUnknownOnes() {
        Banding banding = banded(grade(BigDecimal.valueOf(7), null, BigDecimal.TEN), NO_BAND);

        assertThat(banding.grade()).isEqualTo(BtecGrade.DISTINCTION);
    }

    @ParameterizedTest(name = "no grade, from {0} to {1}")
    @CsvSource({", ", "0, 100", "1, ", ", 10"})
    void noGradeIsNotGraded(BigDecimal min, BigDecimal max) {
        assertThat(banded(grade(null, min, max), BUILT_IN)).isEqualTo(Banding.notGraded(1));
        assertThat(banded(grade(null, min, max), NO_BAND)).isEqualTo(Banding.notGraded(1));
    }

    @ParameterizedTest(name = "{0} from {1} to {2}")
    @CsvSource({"5, 10, 10", "5, 10, 1", ", 10, 10", "5, , 0", "5, , -1", "0, 0, 0", ", , -0.00001", "1, 1E1, 10.0"})
    void rangeThatContradictsItselfIsRefusedWithOrWithoutGrade(BigDecimal finalGrade, BigDecimal min, BigDecimal max) {
        FieldProblem problem = GradeBanding.band(grade(finalGrade, min, max), BUILT_IN)
                .fold(banding -> null, contradiction -> contradiction);

        assertThat(problem.field()).isEqualTo("grademin");
    }

    @ParameterizedTest(name = "{0} by stricter rules is {1}")
    @CsvSource({
        "85.5, DISTINCTION",
        "85.49999999999, MERIT",
        "70, MERIT",
        "69.99999, PASS",
        // A pass from 0 on leaves no room for a Refer.
        "0, PASS"
    })
    void tenantsOwnRulesDecideAndAreStamped(BigDecimal finalGrade, BtecGrade expected) {
        Banding banding = banded(grade(finalGrade, null, null), STRICT);

        assertThat(banding.grade()).isEqualTo(expected);
        assertThat(banding.rules()).isEqualTo(7);
    }

    @ParameterizedTest(name = "nothing to gain, of type {0}")
    @CsvSource({"course, ", "category, ", "category, Unit 1 total", "mod, A SCORM package", "manual, A column"})
    void itemWithoutAnyPointsIsKeptWithoutABand(String type, String name) {
        GradeItem empty =
                new GradeItem(3, name, type, null, null, null, BigDecimal.ZERO, new BigDecimal("0.00000"), null);

        assertThat(banded(new GradeEvent(1, 2, empty, null, null, null, null, null, 0, 0), BUILT_IN))
                .isEqualTo(Banding.notGraded(1));
        assertThat(banded(new GradeEvent(1, 2, empty, BigDecimal.ONE, null, null, null, null, 0, 0), BUILT_IN))
                .isEqualTo(new Banding(null, null, null, BandProblem.EMPTY_RANGE, 1));
    }

    @ParameterizedTest(name = "of type {0}, from {1} to {2}")
    @CsvSource({"course, 10, 1", "course, 10, 10", "mod, 10, 10", "mod, 0, -1"})
    void knownTypeDoesNotExcuseARangeThatContradictsItself(String type, BigDecimal min, BigDecimal max) {
        GradeItem item = new GradeItem(3, null, type, null, null, null, min, max, null);

        assertThat(GradeBanding.band(new GradeEvent(1, 2, item, null, null, null, null, null, 0, 0), BUILT_IN))
                .isInstanceOf(BandingOutcome.Contradictory.class);
    }

    private static Banding banded(GradeEvent grade, BandingRules rules) {
        return GradeBanding.band(grade, rules).fold(banding -> banding, problem -> {
            throw new AssertionError("refused: " + problem);
        });
    }

    private static GradeEvent grade(BigDecimal finalGrade, BigDecimal min, BigDecimal max) {
        GradeItem item = new GradeItem(3, "Unit 1", null, null, null, null, min, max, null);
        return new GradeEvent(1, 2, item, finalGrade, null, null, null, null, 0, 0);
    }
}
