package io.moodlepipeline.zoho;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.moodlepipeline.runtime.service.RunningService;
import io.moodlepipeline.testkit.KafkaBackend;
import io.moodlepipeline.testkit.PostgresBackend;
import io.moodlepipeline.testkit.SampleEvents;
import io.moodlepipeline.testkit.junit.EmbeddedOnly;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several instances for one tenant, and one that is killed. */
class InstancesIT extends OnSimulator {
    private static final int STUDENTS = 300;

    InstancesIT(KafkaBackend kafka, PostgresBackend postgres) throws InterruptedException, ExecutionException {
        super(kafka, postgres);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void instancesShareATenantItsTokenAndItsLimits(int count) {
        List<RunningService> sinks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sinks.add(startSink(Map.of("ZOHO_SINK_REQUEST_TIMEOUT_SECONDS", "10")));
        }
        for (int version = 0; version < 3; version++) {
            long time = SampleEvents.TIME + version;
            int points = 45 + version * 15;
            for (long id = 1; id <= STUDENTS; id++) {
                school.user(id, user -> {});
                school.grade(id, 700, points, grade -> grade.put("timemodified", time));
            }
            if (version == 1) {
                school.flush();
                stop(sinks.remove(0));
            }
        }
        settle();

        await().atMost(Duration.ofSeconds(40))
                .untilAsserted(() -> assertThat(zoho.records("Grades"))
                        .hasSize(STUDENTS)
                        .allMatch(
                                grade -> grade.path("BTEC_Grade_Name").asText().equals("Distinction")));
        assertThat(zoho.records("BTEC_Students")).hasSize(STUDENTS);
        assertThat(zoho.stats().tokensIssued()).isOne();
        assertThat(zoho.stats().rateLimited()).isZero();
        assertThat(school.deadLetters()).isEmpty();
    }

    @Test
    @EmbeddedOnly("kills a process of its own")
    void anInstanceThatIsKilledHasItsCallsUnderWayRepeatedAndNoMore() throws Exception {
        int parallel = 2;
        Map<String, String> more =
                Map.of("ZOHO_SINK_REQUEST_TIMEOUT_SECONDS", "2", "ZOHO_SINK_PARALLEL_CALLS", "" + parallel);
        for (long id = 1; id <= 2_000; id++) {
            school.user(id, user -> {});
        }
        school.flush();
        SinkProcess killed = SinkProcess.start(
                settings(Map.of(school.tenant(), zoho.options().orgs().get(0)), more),
                folder,
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1");
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> zoho.stats().insertedRows() >= 300);
        killed.kill();
        long before = zoho.stats().insertedRows();
        assertThat(before).as("killed in the middle").isLessThan(2_000);

        startSink(more);
        await().atMost(Duration.ofSeconds(40))
                .until(() -> zoho.records("BTEC_Students").size() == 2_000);
        settle();

        assertThat(zoho.stats().insertedRows()).isEqualTo(2_000);
        assertThat(zoho.stats().updatedRows()).isLessThanOrEqualTo(parallel * 100L);
        assertThat(school.deadLetters()).isEmpty();
    }
}
