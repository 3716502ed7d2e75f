package io.moodlepipeline.gateway.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DailyQuotaTest {
    private static final Instant EVENING = Instant.parse("2026-11-22T23:59:59Z");
    private static final Instant NEXT_DAY = EVENING.plusSeconds(1);

    private final DailyQuota quota = new DailyQuota(10);

    @Test
    void whatIsTakenIsGoneUntilTheNextDayOfUtc() {
        assertThat(quota.take(6, EVENING)).isTrue();
        assertThat(quota.take(5, EVENING)).isFalse();
        assertThat(quota.take(4, EVENING)).isTrue();
        assertThat(quota.take(1, EVENING)).isFalse();

        assertThat(quota.take(10, NEXT_DAY)).isTrue();
    }

    @Test
    void whatIsGivenBackCanBeTakenAgain() {
        assertThat(quota.take(10, EVENING)).isTrue();
        quota.giveBack(3, EVENING);

        assertThat(quota.take(4, EVENING)).isFalse();
        assertThat(quota.take(3, EVENING)).isTrue();
    }

    @Test
    void whatYesterdayGivesBackIsNotForToday() {
        assertThat(quota.take(10, EVENING)).isTrue();
        assertThat(quota.take(10, NEXT_DAY)).isTrue();
        quota.giveBack(10, EVENING);

        assertThat(quota.take(1, NEXT_DAY)).isFalse();
    }

    @Test
    void theNextDayBeginsAtMidnightOfUtc() {
        assertThat(DailyQuota.untilNextDay(EVENING)).isEqualTo(Duration.ofSeconds(1));
        assertThat(DailyQuota.untilNextDay(NEXT_DAY)).isEqualTo(Duration.ofDays(1));
    }
}
