package io.moodlepipeline.writer.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.event.Topics;
import io.moodlepipeline.runtime.consumer.TargetException;
import io.moodlepipeline.runtime.topics.TopicState;
import io.moodlepipeline.runtime.topics.TopicsReport;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class HousekeepingTest {
    private static final Instant NOW = Instant.parse("2026-11-28T06:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    private final List<Instant> removals = new ArrayList<>();

    @Test
    void removesWhatWasWrittenBeforeTheChosenTime() {
        assertThat(housekeeping(100, topicsKeeping(30)).round()).isEqualTo(DAY);

        assertThat(removals).containsExactly(NOW.minus(Duration.ofDays(100)));
    }

    @Test
    void keepsWhatATopicMayStillHoldAnEventOf() {
        housekeeping(7, topicsKeeping(30)).round();

        assertThat(removals).containsExactly(NOW.minus(Duration.ofDays(38)));
    }

    @Test
    void removesNothingWhileATopicKeepsItsRecordsForEver() {
        assertThat(housekeeping(100, report(-1)).round()).isEqualTo(DAY);

        assertThat(removals).isEmpty();
    }

    @Test
    void triesAgainSoonerWhenBrokersOrDatabaseAreAway() throws Exception {
        Housekeeping withoutBrokers = new Housekeeping(
                this::remove,
                () -> {
                    throw new ExecutionException(new TimeoutException("a broker's words"));
                },
                DAY,
                Clock.systemUTC());
        Housekeeping withoutDatabase = new Housekeeping(
                before -> {
                    throw TargetException.unavailable("PostgreSQL is away", new SQLException());
                },
                () -> topicsKeeping(30),
                DAY,
                Clock.systemUTC());

        assertThat(withoutBrokers.round()).isEqualTo(Duration.ofHours(1));
        assertThat(withoutDatabase.round()).isEqualTo(Duration.ofHours(1));
        assertThat(removals).isEmpty();
        withoutBrokers.close();
        withoutDatabase.close();
    }

    private int remove(Instant writtenBefore) {
        removals.add(writtenBefore);
        return 1;
    }

    private Housekeeping housekeeping(int days, TopicsReport topics) {
        return new Housekeeping(this::remove, () -> topics, Duration.ofDays(days), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static TopicsReport topicsKeeping(int days) {
        return report(Duration.ofDays(days).toMillis());
    }

    /** The others keep theirs for a week. */
    private static TopicsReport report(long retentionMillis) {
        return new TopicsReport(Topics.ALL.stream()
                .map(topic -> new TopicState(
                        topic,
                        6,
                        1,
                        topic.name().equals(Topics.DEAD_LETTER)
                                ? retentionMillis
                                : Duration.ofDays(7).toMillis(),
                        List.of()))
                .toList());
    }
}
