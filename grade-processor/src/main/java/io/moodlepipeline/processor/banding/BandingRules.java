package io.moodlepipeline.processor.banding;

import java.math.BigDecimal;

/**
 * Where one tenant's bands begin, in per cent, and what the words of its scales mean.
 *
 * @param version rises with every change, so that a grade judged again outranks its older judgement; 1 is the built-in rules
 * @param distinction at most 100, above {@code merit}
 * @param merit above {@code pass}
 * @param pass at least 0; what is below but not negative is a Refer
 * @param language Moodle's code of the language in which names that hold several are passed on, such as {@code en} or {@code ar}
 */
public record BandingRules(
        int version,
        BigDecimal distinction,
        BigDecimal merit,
        BigDecimal pass,
        WithoutMaximum withoutMaximum,
        ScaleWords scaleWords,
        String language) {

    static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /** What holds for a tenant that nobody made rules for. */
    public static final BandingRules BUILT_IN = new BandingRules(
            1,
            BigDecimal.valueOf(70),
            BigDecimal.valueOf(60),
            BigDecimal.valueOf(40),
            WithoutMaximum.ASSUME_100,
            ScaleWords.NONE_OF_OWN,
            "en");

    public BandingRules {
        if (version < 1) {
            throw new IllegalArgumentException("the version starts at 1");
        }
        if (!areThresholds(distinction, merit, pass)) {
            throw new IllegalArgumentException("the thresholds must fall from at most 100 to at least 0");
        }
    }

    /** Whether these can be the thresholds of rules. */
    public static boolean areThresholds(BigDecimal distinction, BigDecimal merit, BigDecimal pass) {
        return distinction.compareTo(HUNDRED) <= 0
                && distinction.compareTo(merit) > 0
                && merit.compareTo(pass) > 0
                && pass.signum() >= 0;
    }
}
