package io.moodlepipeline.processor.banding;

import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.event.BandBasis;
import io.moodlepipeline.event.BandProblem;
import io.moodlepipeline.event.Banding;
import io.moodlepipeline.event.BtecGrade;
import io.moodlepipeline.event.GradeEvent;
import io.moodlepipeline.event.GradeItem;
import io.moodlepipeline.event.GradeScale;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Grades that are words. */
final class ScaleBandingTest {
    private static final String BTEC = "Refer,Pass,Merit,Distinction";
    private static final BandingRules BUILT_IN = BandingRules.BUILT_IN;
    private static final BandingRules OWN_WORDS = rules(Map.of(
            "fail", BtecGrade.REFER,
            "not submitted", BtecGrade.NOT_GRADED,
            "راسب", BtecGrade.REFER,
            "ناجح", BtecGrade.PASS,
            "جيد", BtecGrade.MERIT,
            "امتياز", BtecGrade.DISTINCTION));

    @ParameterizedTest(name = "{0} of {1} is {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | Refer,Pass,Merit,Distinction | REFER",
                "2 | Refer,Pass,Merit,Distinction | PASS",
                "3 | Refer,Pass,Merit,Distinction | MERIT",
                "4 | Refer,Pass,Merit,Distinction | DISTINCTION",
                "4.00000 | Refer,Pass,Merit,Distinction | DISTINCTION",
                "0.4E1 | Refer,Pass,Merit,Distinction | DISTINCTION",
                // Not every scale has all bands, nor any order that we would have to know.
                "1 | Pass | PASS",
                "2 | Refer,Pass | PASS",
                "1 | Distinction,Refer | DISTINCTION",
                "2 | refer , PASS,  mErIt | PASS",
                "10 | Refer,Refer,Refer,Refer,Refer,Refer,Refer,Refer,Refer,Merit | MERIT"
            })
    void wordDecidesTheBand(BigDecimal position, String scale, BtecGrade expected) {
        assertThat(banded(position, scale, BUILT_IN)).isEqualTo(new Banding(expected, null, BandBasis.SCALE, null, 1));
    }

    @ParameterizedTest(name = "{0} is no position of a word")
    @CsvSource({"0", "-1", "5", "2.5", "4.00001", "0.99999", "1E30", "1E-30"})
    void gradeThatIsNoWordGetsNoBand(BigDecimal position) {
        assertThat(banded(position, BTEC, BUILT_IN))
                .isEqualTo(new Banding(null, null, null, BandProblem.NOT_ON_SCALE, 1));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "Separate,Connected",
                // Pass here may be the best there is, or all there is but one.
                "Fail,Pass",
                "Refer,Pass,,Distinction",
                "Refer,Pass,Merit,Distinction,",
                "Not Graded,Refer,Pass",
                "Refer,Pass,Merit*,Distinction"
            })
    void scaleWithAnyWordThatIsNotKnownGivesNoBandAndNoPercentage(String scale) {
        assertThat(banded(BigDecimal.ONE, scale, BUILT_IN))
                .isEqualTo(new Banding(null, null, null, BandProblem.SCALE_WORDS_UNKNOWN, 1));
    }

    @ParameterizedTest(name = "{0} of {1} is {2} by the tenant's own words")
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | Fail,Pass | REFER",
                "2 | FAIL , pass | PASS",
                "1 | راسب,ناجح,جيد,امتياز | REFER",
                "2 | راسب, ناجح ,جيد,امتياز | PASS",
                "3 | راسب,ناجح,جيد,امتياز | MERIT",
                "4 | راسب,ناجح,جيد,امتياز | DISTINCTION",
                "2 | راسب,Merit | MERIT"
            })
    void tenantsOwnWordsAreKnown(BigDecimal position, String scale, BtecGrade expected) {
        assertThat(banded(position, scale, OWN_WORDS)).isEqualTo(new Banding(expected, null, BandBasis.SCALE, null, 7));
    }

    /** All schools wait for the one that is being read. */
    @ParameterizedTest
    @MethodSource("longScales")
    @Timeout(5)
    void aScaleThatIsLongerThanAnyHoldsUpNobodyAndGivesNoBand(String scale) {
        assertThat(banded(BigDecimal.ONE, scale, OWN_WORDS))
                .isEqualTo(new Banding(null, null, null, BandProblem.SCALE_WORDS_UNKNOWN, 7));
        MultilingualScale.of(new GradeScale(scale)).in("ar");
    }

    static Stream<String> longScales() {
        String languages = IntStream.range(0, 600)
                .mapToObj(i -> Integer.toString(i, 36))
                .collect(Collectors.joining(",", "{mlang ", "}"));
        String ofOwn = IntStream.range(0, 100)
                .mapToObj(i -> "{mlang " + Integer.toString(i, 36) + "}" + i + "{mlang}")
                .collect(Collectors.joining());
        return Stream.of(
                ",".repeat(1_000_000),
                "Pass," + "a,".repeat(500_000),
                ",".repeat(4000),
                languages + ",".repeat(1000) + "{mlang}",
                ofOwn + ",".repeat(1000));
    }

    @ParameterizedTest(name = "{0} of {1} is {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "2 | {mlang en}Refer{mlang}{mlang ar}راسب{mlang},{mlang en}Pass{mlang}{mlang ar}ناجح{mlang} | PASS",
                "1 | '<lang lang=\"fr\">Reporté</lang><lang lang=\"en\">Refer</lang>,<lang lang=\"fr\">Admis</lang><lang lang=\"en\">Pass</lang>' | REFER",
                // One word is known in English alone, the other in Arabic alone, by the school's own words.
                "2 | {mlang en}Refer{mlang}{mlang ar}؟{mlang},{mlang en}Good{mlang}{mlang ar}ناجح{mlang} | PASS",
                "2 | {mlang en}Refer{mlang}{mlang ar}راسب{mlang},Pass,{mlang en}Merit{mlang} | PASS",
                "3 | '{mlang en}Refer,Pass,Merit{mlang}{mlang ar}راسب,ناجح,جيد{mlang}' | MERIT",
                "1 | {mlang en}Refer{mlang} | REFER"
            })
    void aScaleBandsByItsWordsInAnyOfItsLanguages(BigDecimal position, String scale, BtecGrade expected) {
        assertThat(banded(position, scale, OWN_WORDS)).isEqualTo(new Banding(expected, null, BandBasis.SCALE, null, 7));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                // Two meanings for one position.
                "{mlang en}Pass{mlang}{mlang ar}راسب{mlang}",
                // A word that is known in no language.
                "{mlang en}Refer{mlang}{mlang ar}راسب{mlang},{mlang en}Good{mlang}{mlang fr}Bien{mlang}",
                // A language with a word less: nobody knows which is missing.
                "'{mlang en}Refer,Pass,Merit{mlang}{mlang ar}راسب,جيد{mlang}'"
            })
    void aScaleWhoseLanguagesLeaveDoubtGivesNoBand(String scale) {
        assertThat(banded(BigDecimal.ONE, scale, OWN_WORDS))
                .isEqualTo(new Banding(null, null, null, BandProblem.SCALE_WORDS_UNKNOWN, 7));
    }

    @ParameterizedTest(name = "{0} of {1}, {2}, is {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "2 | راسب,ناجح | Refer,Pass | PASS",
                // One word is known in English alone, the other in Arabic alone.
                "1 | Refer,Good | ؟,ناجح | REFER",
                "2 | Refer,Good | ؟,ناجح | PASS",
                // A language without words says nothing.
                "2 | Refer,Pass | '  ' | PASS",
                // Tags in one, a translation beside it.
                "2 | {mlang en}Refer,Good{mlang}{mlang fr}Refer,Bien{mlang} | راسب,ناجح | PASS"
            })
    void aScaleBandsByItsTranslationsToo(BigDecimal position, String scale, String arabic, BtecGrade expected) {
        assertThat(banded(position, new GradeScale(scale, Map.of("ar", arabic)), OWN_WORDS))
                .isEqualTo(new Banding(expected, null, BandBasis.SCALE, null, 7));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "Pass,Merit | راسب,جيد",
                "Refer,Good | راسب,Bien",
                "Refer,Pass,Merit | راسب,جيد",
                "Refer,Pass | راسب,ناجح,"
            })
    void aScaleWhoseTranslationsLeaveDoubtGivesNoBand(String scale, String arabic) {
        assertThat(banded(BigDecimal.ONE, new GradeScale(scale, Map.of("ar", arabic)), OWN_WORDS))
                .isEqualTo(new Banding(null, null, null, BandProblem.SCALE_WORDS_UNKNOWN, 7));
    }

    /** All schools wait for the one that is being read. */
    @ParameterizedTest
    @ValueSource(ints = {4_000, 1_000_000})
    @Timeout(5)
    void translationsThatAreLongerThanAnyHoldUpNobody(int length) {
        Map<String, String> translations = IntStream.range(0, 50)
                .boxed()
                .collect(Collectors.toMap(language -> "l" + language, language -> ",".repeat(length - 2) + language));

        assertThat(banded(BigDecimal.ONE, new GradeScale(BTEC, translations), OWN_WORDS))
                .isEqualTo(new Banding(null, null, null, BandProblem.SCALE_WORDS_UNKNOWN, 7));
    }

    @Property
    void theSameWordsGiveTheSameBandAsTagsAndAsTranslations(
            @ForAll("scalesInLanguages") Map<String, String> scale, @ForAll @IntRange(max = 6) int position) {
        String tagged = scale.entrySet().stream()
                .map(language -> "{mlang " + language.getKey() + "}" + language.getValue() + "{mlang}")
                .collect(Collectors.joining());
        GradeScale translated = new GradeScale(scale.values().iterator().next(), scale);

        assertThat(banded(BigDecimal.valueOf(position), translated, OWN_WORDS))
                .isEqualTo(banded(BigDecimal.valueOf(position), tagged, OWN_WORDS));
    }

    /** Often as many words in each language, now and then one more in one of them. */
    @Provide
    Arbitrary<Map<String, String>> scalesInLanguages() {
        Arbitrary<String> word =
                Arbitraries.of("Refer", " pass", "Merit", "Distinction", "راسب", "ناجح", "Fail", "Good", "؟");
        Arbitrary<Integer> surplus = Arbitraries.frequency(Tuple.of(9, 0), Tuple.of(1, 1));
        return Arbitraries.integers()
                .between(1, 4)
                .flatMap(length -> Arbitraries.maps(
                                Arbitraries.of("en", "ar", "fr", "ar_sy"),
                                surplus.flatMap(more ->
                                        word.list().ofSize(length + more).map(words -> String.join(",", words))))
                        .ofMinSize(1));
    }

    @Test
    void wordThatATenantSaysIsNoGradeIsNotGraded() {
        assertThat(banded(BigDecimal.ONE, "Not submitted,Fail,Pass", OWN_WORDS)).isEqualTo(Banding.notGraded(7));
        assertThat(banded(BigDecimal.valueOf(2), "Not submitted,Fail,Pass", OWN_WORDS)
                        .grade())
                .isEqualTo(BtecGrade.REFER);
    }

    @Test
    void noGradeIsNotGradedWhateverTheWords() {
        assertThat(banded(null, BTEC, BUILT_IN)).isEqualTo(Banding.notGraded(1));
        assertThat(banded(null, "Separate,Connected", BUILT_IN)).isEqualTo(Banding.notGraded(1));
    }

    @Property
    void aWordsPositionIsNeverReadAsANumberOfPoints(@ForAll @IntRange(min = -10, max = 200) int position) {
        Banding banding = banded(BigDecimal.valueOf(position), "Poor,Fair,Good", BUILT_IN);

        assertThat(banding.grade()).isNull();
        assertThat(banding.percentage()).isNull();
        assertThat(banding.problem()).isNotNull();
    }

    @Property
    void theBandIsTheOneAtTheGradesPosition(@ForAll List<BtecGrade> bands, @ForAll @IntRange(max = 12) int position) {
        List<String> words = bands.stream()
                .filter(band -> band != BtecGrade.NOT_GRADED)
                .map(BtecGrade::wireName)
                .toList();
        boolean on = position >= 1 && position <= words.size();

        Banding banding = banded(BigDecimal.valueOf(position), String.join(",", words), BUILT_IN);

        assertThat(banding.grade() == null ? null : banding.grade().wireName())
                .isEqualTo(on ? words.get(position - 1) : null);
        assertThat(banding.basis()).isEqualTo(on ? BandBasis.SCALE : null);
    }

    /** With the range of positions that Moodle sends beside a scale. */
    private static Banding banded(BigDecimal position, String scale, BandingRules rules) {
        return banded(position, new GradeScale(scale), rules);
    }

    private static Banding banded(BigDecimal position, GradeScale words, BandingRules rules) {
        BigDecimal last = BigDecimal.valueOf(words.words().size());
        GradeItem item = new GradeItem(3, "Unit 1", "mod", "assign", null, null, BigDecimal.ONE, last, words);
        return GradeBanding.band(new GradeEvent(1, 2, item, position, null, null, null, null, 0, 0), rules)
                .fold(banding -> banding, problem -> {
                    throw new AssertionError("refused: " + problem);
                });
    }

    private static BandingRules rules(Map<String, BtecGrade> words) {
        return new BandingRules(
                7,
                BUILT_IN.distinction(),
                BUILT_IN.merit(),
                BUILT_IN.pass(),
                BUILT_IN.withoutMaximum(),
                new ScaleWords(words),
                "en");
    }
}
