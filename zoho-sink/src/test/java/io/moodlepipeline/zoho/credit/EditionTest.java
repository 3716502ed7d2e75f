package io.moodlepipeline.zoho.credit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditionTest {

    @ParameterizedTest(name = "{0} with {1} users: {2} credits, {3} calls at once")
    @CsvSource({
        "FREE, 3, 5000, 5",
        "STANDARD, 0, 50000, 10",
        "STANDARD, 10, 52500, 10",
        "STANDARD, 1000, 100000, 10",
        "PROFESSIONAL, 10, 55000, 15",
        "PROFESSIONAL, 10000, 3000000, 15",
        "ENTERPRISE, 10, 60000, 20",
        "ENTERPRISE, 10000, 5000000, 20",
        "ULTIMATE, 10, 70000, 25",
        "ULTIMATE, 10000, 20050000, 25"
    })
    void creditsGrowWithUsersUpToTheCeiling(Edition edition, int users, long credits, int concurrency) {
        assertThat(edition.credits(users)).isEqualTo(credits);
        assertThat(edition.concurrency()).isEqualTo(concurrency);
    }

    @ParameterizedTest
    @CsvSource({
        "free, FREE",
        "Standard, STANDARD",
        "starter, STANDARD",
        "professional, PROFESSIONAL",
        "ENTERPRISE, ENTERPRISE",
        "Zoho One, ENTERPRISE",
        "zoho_one, ENTERPRISE",
        "ultimate, ULTIMATE",
        "CRM Plus, ULTIMATE",
        "crmplus, ULTIMATE"
    })
    void anEditionIsKnownByItsNamesHoweverTheyAreWritten(String name, Edition edition) {
        assertThat(Edition.named(name)).contains(edition);
    }

    @Test
    void otherNamesAreNoEdition() {
        assertThat(Edition.named("bigin")).isEmpty();
        assertThat(Edition.named("")).isEmpty();
        assertThat(Edition.named(null)).isEmpty();
    }
}
