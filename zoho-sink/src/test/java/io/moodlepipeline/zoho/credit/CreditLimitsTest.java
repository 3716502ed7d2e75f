package io.moodlepipeline.zoho.credit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.moodlepipeline.zoho.api.OrgInfo;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CreditLimitsTest {

    @Test
    void theOrganisationSaysItsEditionAndUsers() {
        assertThat(CreditLimits.of(org("enterprise"), Optional.empty(), OptionalLong.empty(), 10))
                .isEqualTo(new CreditLimits(60_000, 6_000, 9));
    }

    @Test
    void whatIsSetGoesBeforeWhatTheOrganisationSays() {
        assertThat(CreditLimits.of(org("enterprise"), Optional.of(Edition.STANDARD), OptionalLong.of(1_234), 0))
                .isEqualTo(new CreditLimits(1_234, 0, 9));
    }

    @Test
    void anUnknownEditionIsTakenForTheSmallest() {
        assertThat(CreditLimits.of(org(null), Optional.empty(), OptionalLong.empty(), 10))
                .isEqualTo(new CreditLimits(5_000, 500, 4));
    }

    @ParameterizedTest
    @CsvSource({"FREE, 4", "STANDARD, 9", "PROFESSIONAL, 9", "ENTERPRISE, 9", "ULTIMATE, 9"})
    void oneCallIsLeftToOthersOfTheEditionsOrThePoolsTen(Edition edition, int slots) {
        assertThat(CreditLimits.of(org(null), Optional.of(edition), OptionalLong.empty(), 10)
                        .slots())
                .isEqualTo(slots);
    }

    @ParameterizedTest
    @CsvSource({"105, 10, 10", "199, 50, 99", "9223372036854775807, 99, 9131138316486228048"})
    void theFloorIsAPartOfTheBudgetHoweverLarge(long budget, int percent, long floor) {
        assertThat(CreditLimits.of(org(null), Optional.empty(), OptionalLong.of(budget), percent)
                        .floor())
                .isEqualTo(floor);
    }

    @Test
    void aFloorThatLeavesNothingIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CreditLimits.of(org(null), Optional.empty(), OptionalLong.of(100), 100));
    }

    private static OrgInfo org(String edition) {
        return new OrgInfo("700", "Europe/London", edition, 10);
    }
}
