package io.moodlepipeline.processor.settings;

import com.fasterxml.jackson.databind.JsonNode;
import io.moodlepipeline.processor.banding.BandingRules;
import io.moodlepipeline.processor.banding.WithoutMaximum;
import io.moodlepipeline.runtime.settings.YamlSection;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;

/** Reads one set of rules from its section of the file. */
final class RulesSection {
    private static final int FIRST_VERSION = BandingRules.BUILT_IN.version() + 1;
    private static final String VERSION = "version";
    private static final String DISTINCTION = "distinction";
    private static final String MERIT = "merit";
    private static final String PASS = "pass";
    private static final String WITHOUT_MAXIMUM = "grades_without_maximum";
    static final List<String> KEYS = List.of(VERSION, DISTINCTION, MERIT, PASS, WITHOUT_MAXIMUM);

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
        if (valid && !BandingRules.areThresholds(distinction, merit, pass)) {
            problem(DISTINCTION, "must be above merit, and merit above pass, all from 0 to 100");
        }
        return valid ? new BandingRules(version, distinction, merit, pass, withoutMaximum) : BandingRules.BUILT_IN;
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

    private void problem(String key, String text) {
        problem(key, text, null);
    }

    private <T> T problem(String key, String text, T stand) {
        valid = false;
        section.problem(key, text);
        return stand;
    }
}
