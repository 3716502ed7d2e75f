package io.moodlepipeline.processor.settings;

import com.fasterxml.jackson.databind.JsonNode;
import io.moodlepipeline.event.BtecGrade;
import io.moodlepipeline.processor.banding.BandingRules;
import io.moodlepipeline.processor.banding.ScaleWords;
import io.moodlepipeline.processor.banding.WithoutMaximum;
import io.moodlepipeline.runtime.settings.YamlSection;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads one set of rules from its section of the file. */
final class RulesSection {
    private static final int FIRST_VERSION = BandingRules.BUILT_IN.version() + 1;
    private static final String VERSION = "version";
    private static final String DISTINCTION = "distinction";
    private static final String MERIT = "merit";
    private static final String PASS = "pass";
    private static final String WITHOUT_MAXIMUM = "grades_without_maximum";
    private static final String SCALE_WORDS = "scale_words";
    private static final String LANGUAGE = "language";
    static final List<String> KEYS = List.of(VERSION, DISTINCTION, MERIT, PASS, WITHOUT_MAXIMUM, SCALE_WORDS, LANGUAGE);

    /** As Moodle names its language packs. */
    private static final Pattern LANGUAGE_CODE = Pattern.compile("[a-z]{2,3}(_[a-z0-9]+)*");

    private final YamlSection section;
    private boolean valid = true;

    RulesSection(YamlSection section) {
        this.section = section;
    }

    /** The built-in rules, after saying why, when the section does not work. */
    BandingRules read() {
        int version = version();
        BigDecimal distinction = threshold(DISTINCTION);
        BigDecimal merit = threshold(MERIT);
        BigDecimal pass = threshold(PASS);
        WithoutMaximum withoutMaximum = withoutMaximum();
        ScaleWords scaleWords = scaleWords();
        String language = language();
        if (valid && !BandingRules.areThresholds(distinction, merit, pass)) {
            problem(DISTINCTION, "must be above merit, and merit above pass, all from 0 to 100");
        }
        return valid
                ? new BandingRules(version, distinction, merit, pass, withoutMaximum, scaleWords, language)
                : BandingRules.BUILT_IN;
    }

    private int version() {
        JsonNode value = section.value(VERSION);
        if (!value.isInt() || value.intValue() < FIRST_VERSION) {
            return problem(
                    VERSION,
                    "must be a whole number from " + FIRST_VERSION + ", raised with every change of the rules: "
                            + BandingRules.BUILT_IN.version() + " is the built-in ones, which hold without a section",
                    FIRST_VERSION);
        }
        return value.intValue();
    }

    private BigDecimal threshold(String key) {
        JsonNode value = section.value(key);
        return value.isNumber()
                ? value.decimalValue()
                : problem(key, "must be a number of per cent, such as 70 or 69.5", BigDecimal.ZERO);
    }

    private WithoutMaximum withoutMaximum() {
        String word = section.value(WITHOUT_MAXIMUM).asText();
        return Stream.of(WithoutMaximum.values())
                .filter(choice -> choice.wireName().equals(word))
                .findFirst()
                .orElseGet(() -> problem(WITHOUT_MAXIMUM, "must be assume-100 or no-band", WithoutMaximum.NO_BAND));
    }

    /** May be left out. */
    private String language() {
        if (!section.has(LANGUAGE)) {
            return BandingRules.BUILT_IN.language();
        }
        String code = section.value(LANGUAGE).asText();
        return LANGUAGE_CODE.matcher(code).matches()
                ? code
                : problem(LANGUAGE, "must be the code of a language as Moodle has it, such as en, ar or pt_br", code);
    }

    /** May be left out: a section without words of its own has none, whatever the default section has. */
    private ScaleWords scaleWords() {
        Map<String, BtecGrade> own = new HashMap<>();
        section.texts(SCALE_WORDS).forEach((word, meaning) -> {
            BtecGrade band = band(word, meaning);
            if (word.isBlank() || word.contains(",")) {
                scaleWordProblem(word, "is not one word of a scale: words are parted by commas");
            } else if (ScaleWords.isBand(word)) {
                scaleWordProblem(word, "is a band itself, and means that");
            } else if (own.put(ScaleWords.normal(word), band) != null) {
                scaleWordProblem(word, "is there twice: keep one, since case does not count");
            }
        });
        return new ScaleWords(own);
    }

    private BtecGrade band(String word, String meaning) {
        return Stream.of(BtecGrade.values())
                .filter(band -> band.wireName().equals(meaning))
                .findFirst()
                .orElseGet(() -> {
                    scaleWordProblem(
                            word,
                            "must be one of "
                                    + Stream.of(BtecGrade.values())
                                            .map(BtecGrade::wireName)
                                            .collect(Collectors.joining(", ")));
                    return BtecGrade.NOT_GRADED;
                });
    }

    private void scaleWordProblem(String word, String text) {
        problem(SCALE_WORDS + "." + word, text);
    }

    private void problem(String key, String text) {
        problem(key, text, null);
    }

    private <T> T problem(String key, String text, T stand) {
        valid = false;
        section.problem(key, text);
        return stand;
    }
}
