package io.moodlepipeline.ops.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.event.EventType;
import io.moodlepipeline.ops.running.OnRunningServices;
import io.moodlepipeline.testkit.SampleEvents;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A school whose newest events are passed over is found, and no longer once it goes on. */
class OutrankedFactsIT extends OnRunningServices {

    @Test
    void aSchoolThatWentBackToASenderWithoutTimesIsFoundUntilItsEpochIsRaised() {
        long now = Instant.now().getEpochSecond();
        grade(40, now - 10, (now - 10) * 1000, 0);
        services.awaitDrained();
        assertThat(finding()).isEmpty();

        grade(72, now - 5, 0, 0);
        services.awaitDrained();
        assertThat(finding())
                .hasValueSatisfying(line ->
                        assertThat(line).contains("1 event passed over though the newest", "without X-Event-Time"));

        grade(73, now, 0, 1);
        services.awaitDrained();
        assertThat(finding()).isEmpty();
    }

    @Test
    void aSchoolWhoseEpochWasLoweredIsFound() {
        long now = Instant.now().getEpochSecond();
        grade(40, now - 10, 0, 3);
        services.awaitDrained();
        grade(72, now - 5, 0, 2);
        services.awaitDrained();

        assertThat(finding()).hasValueSatisfying(line -> assertThat(line).contains("its epoch is 2, its rows have 3"));
    }

    private void grade(int points, long modified, long eventTimeMillis, int epoch) {
        byte[] body = SampleEvents.gradeUpdated(
                grade -> grade.put("userid", 1).put("finalgrade", points).put("timemodified", modified));
        school.send(EventType.GRADE_UPDATED, 1, body, eventTimeMillis, epoch);
    }

    private Optional<String> finding() {
        return services.run("status")
                .out()
                .lines()
                .filter(line -> line.contains("PROBLEM " + school.tenant()))
                .findFirst();
    }
}
