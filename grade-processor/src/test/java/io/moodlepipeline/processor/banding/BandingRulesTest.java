package io.moodlepipeline.processor.banding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BandingRulesTest {
    @ParameterizedTest
    @CsvSource({
        "100, 50, 0, true",
        "70, 60, 40, true",
        "70, 70, 40, false",
        "70, 60, 60, false",
        "60, 70, 40, false",
        "100.1, 60, 40, false",
        "70, 60, -0.1, false"
    })
    void thresholdsFallFromHundredToZero(BigDecimal distinction, BigDecimal merit, BigDecimal pass, boolean expected) {
        assertThat(BandingRules.areThresholds(distinction, merit, pass)).isEqualTo(expected);
    }

    @Test
    void rulesThatCannotBeAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> rules(0, 70));
        assertThatIllegalArgumentException().isThrownBy(() -> rules(1, 40));
    }

    @Test
    void tenantWithoutRulesOfItsOwnHasTheDefaults() {
        BandingRules own = rules(2, 80);
        BandingPolicy policy = new BandingPolicy(BandingRules.BUILT_IN, Map.of("college", own));

        assertThat(policy.rulesOf("college")).isEqualTo(own);
        assertThat(policy.rulesOf("school")).isEqualTo(BandingRules.BUILT_IN);
    }

    private static BandingRules rules(int version, int distinction) {
        return new BandingRules(
                version,
                BigDecimal.valueOf(distinction),
                BigDecimal.valueOf(60),
                BigDecimal.valueOf(40),
                WithoutMaximum.ASSUME_100,
                ScaleWords.NONE_OF_OWN,
                "en");
    }
}
