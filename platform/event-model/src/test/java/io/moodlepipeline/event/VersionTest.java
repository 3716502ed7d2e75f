package io.moodlepipeline.event;

import static io.moodlepipeline.event.Outcome.valid;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class VersionTest {
    private static final UUID SEQUENCE = UUID.fromString("018f0000-0000-7000-8000-000000000001");
    private static final Instant RECEIVED = Instant.parse("2026-03-01T10:15:30.123Z");
    private static final long SECOND = RECEIVED.getEpochSecond();
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    @Test
    void theTimeTheSenderGaveCountsFirst() {
        assertThat(time(RECEIVED.minusMillis(777).toEpochMilli(), SECOND - 10)).isEqualTo(RECEIVED.minusMillis(777));
    }

    @Test
    void withoutItTheTimeOfTheLastChangeCounts() {
        assertThat(time(0, SECOND - 10)).isEqualTo(Instant.ofEpochSecond(SECOND - 10));
    }

    @Test
    void withNeitherTheTimeOfReceiptCounts() {
        assertThat(time(0, 0)).isEqualTo(RECEIVED);
    }

    @Test
    void anEnrolmentWithoutATimeOfChangeCountsFromItsReceipt() {
        Body body = Body.of(EventType.USER_ENROLLED).without("timemodified");
        MoodleEvent event = valid(EventCodec.decode(EventType.USER_ENROLLED, body.bytes()));

        assertThat(Version.of(metadata(EventType.USER_ENROLLED, 0), event).time())
                .isEqualTo(RECEIVED);
    }

    @Test
    void fiveMinutesAheadAreBelieved() {
        Instant ahead = RECEIVED.plus(TOLERANCE);

        assertThat(time(ahead.toEpochMilli(), 0)).isEqualTo(ahead);
    }

    @Test
    void moreThanFiveMinutesAheadCountsAsTheTimeOfReceipt() {
        Instant tooFar = RECEIVED.plus(TOLERANCE).plusMillis(1);

        assertThat(time(tooFar.toEpochMilli(), SECOND - 10)).isEqualTo(RECEIVED);
        assertThat(time(0, SECOND + 301)).isEqualTo(RECEIVED);
        assertThat(time(EventMetadata.LATEST_MILLIS, 0)).isEqualTo(RECEIVED);
        assertThat(time(0, 253_402_300_799L)).isEqualTo(RECEIVED);
    }

    @Test
    void aUserHasNoGenerationAndNoRules() {
        Version version = Version.of(metadata(EventType.USER_UPDATED, 0), user(SECOND));

        assertThat(version).isEqualTo(new Version(0, Instant.ofEpochSecond(SECOND), SEQUENCE, 0));
    }

    @Test
    void aGradeWithoutATimeOfItsEventIsLedByItsId() {
        MoodleEvent grade = valid(EventCodec.decode(
                EventType.GRADE_UPDATED, Body.of(EventType.GRADE_UPDATED).bytes()));

        Version version = Version.of(metadata(EventType.GRADE_UPDATED, 0), grade);

        assertThat(version).isEqualTo(new Version(700, Instant.ofEpochSecond(1_700_000_100), SEQUENCE, 0));
    }

    @Test
    void aJudgedGradeEndsWithTheRulesThatJudgedIt() {
        Body body = Body.of(EventType.GRADE_ENRICHED).with("band_rules", "3");
        MoodleEvent grade = valid(EventCodec.decode(EventType.GRADE_ENRICHED, body.bytes()));

        Version version = Version.of(metadata(EventType.GRADE_ENRICHED, 0), grade);

        assertThat(version).isEqualTo(new Version(700, Instant.ofEpochSecond(1_700_000_100), SEQUENCE, 3));
    }

    @Test
    void aGradeAfterACourseResetWinsThoughItsDatesAreOlder() {
        Version before = new Version(700, RECEIVED, SEQUENCE, 9);
        Version after = new Version(701, RECEIVED.minus(Duration.ofDays(300)), new UUID(0, 0), 1);

        assertThat(after).isGreaterThan(before);
    }

    @Test
    void aTimedGradeBeatsEveryUntimedOneWhateverItsIdAndItsDates() {
        Version untimed = grade(Long.MAX_VALUE, 0, SECOND, 0);
        Version timed = grade(1, RECEIVED.minus(Duration.ofDays(300)).toEpochMilli(), 0, 0);

        assertThat(timed).isGreaterThan(untimed);
    }

    @Test
    void amongTimedGradesTheIdDoesNotCount() {
        Version merged = grade(5, RECEIVED.toEpochMilli(), 0, 0);
        Version before = grade(Long.MAX_VALUE, RECEIVED.toEpochMilli() - 1, 0, 0);

        assertThat(merged).isGreaterThan(before);
    }

    @Test
    void aHigherEpochBeatsEverything() {
        Version before = grade(Long.MAX_VALUE, RECEIVED.toEpochMilli(), SECOND, 0);
        Version after = grade(1, 0, 1, 1);

        assertThat(after).isGreaterThan(before);
        assertThat(after.isLaterThan(before)).isFalse();
    }

    @Test
    void aUserIsNeverTimedSinceItsDatesAlwaysCount() {
        Version sentTime = Version.of(metadata(EventType.USER_UPDATED, SECOND * 1000 - 1), user(SECOND));

        assertThat(sentTime.timed()).isFalse();
        assertThat(sentTime).isLessThan(Version.of(metadata(EventType.USER_UPDATED, 0), user(SECOND)));
    }

    private static Version grade(long id, long eventTimeMillis, long timeModified, int epoch) {
        Body body = Body.of(EventType.GRADE_UPDATED)
                .with("gradeid", Long.toString(id))
                .with("timemodified", Long.toString(timeModified));
        EventMetadata metadata = new EventMetadata(
                UUID.randomUUID(),
                EventType.GRADE_UPDATED,
                "school-1",
                RECEIVED,
                SEQUENCE,
                eventTimeMillis,
                epoch,
                null);
        return Version.of(metadata, valid(EventCodec.decode(EventType.GRADE_UPDATED, body.bytes())));
    }

    private static Instant time(long eventTimeMillis, long timeModified) {
        return Version.of(metadata(EventType.USER_UPDATED, eventTimeMillis), user(timeModified))
                .time();
    }

    private static MoodleEvent user(long timeModified) {
        Body body = Body.of(EventType.USER_UPDATED).with("timemodified", Long.toString(timeModified));
        return valid(EventCodec.decode(EventType.USER_UPDATED, body.bytes()));
    }

    private static EventMetadata metadata(EventType type, long eventTimeMillis) {
        return new EventMetadata(UUID.randomUUID(), type, "school-1", RECEIVED, SEQUENCE, eventTimeMillis);
    }
}
