package io.moodlepipeline.zoho;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.moodlepipeline.testkit.GroupLag;
import io.moodlepipeline.testkit.KafkaBackend;
import io.moodlepipeline.testkit.PostgresBackend;
import io.moodlepipeline.testkit.junit.EmbeddedOnly;
import io.moodlepipeline.zoho.tenant.TenantConsumers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** A backlog of events as large as the gateway takes, in the heap that the compose file gives the sink. */
class LargeEventsIT extends OnSimulator {
    private static final int EVENTS = 40;

    LargeEventsIT(KafkaBackend kafka, PostgresBackend postgres) throws InterruptedException, ExecutionException {
        super(kafka, postgres);
    }

    @Test
    @EmbeddedOnly("starts a process of its own")
    void areWorkedOffInTheHeapThereIs() throws Exception {
        // Beyond Latin-1 at its end, so that all of it is held twice as wide.
        String text = "x".repeat(1_000_000) + "\u0633";
        for (int id = 1; id <= EVENTS; id++) {
            school.user(id, user -> user.put("unknown", text));
            school.grade(id, 700, 45, grade -> grade.put("feedback", text));
        }
        school.flush();

        SinkProcess sink = SinkProcess.start(
                settings(Map.of(school.tenant(), zoho.options().orgs().get(0)), Map.of()),
                folder,
                "-XX:+UseSerialGC",
                "-Xmx96m");
        try {
            await().atMost(Duration.ofSeconds(90))
                    .until(() -> GroupLag.of(admin, TenantConsumers.group(school.tenant()), TOPICS) == 0);

            assertThat(sink.isAlive()).isTrue();
            assertThat(school.deadLetters()).isEmpty();
            assertThat(zoho.records("BTEC_Students")).hasSize(EVENTS);
            assertThat(zoho.records("Grades")).hasSize(EVENTS);
        } finally {
            sink.stop();
        }
    }
}
