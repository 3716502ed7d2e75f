package io.moodlepipeline.zoho;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Named.named;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.testkit.KafkaBackend;
import io.moodlepipeline.testkit.PostgresBackend;
import io.moodlepipeline.testkit.SampleEvents;
import io.moodlepipeline.zohosimulator.fault.Calls;
import io.moodlepipeline.zohosimulator.fault.Effect;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever goes wrong between the sink and Zoho: in the end every record is there once, as its newest event says. */
class FaultsIT extends OnSimulator {
    private static final int STUDENTS = 40;

    FaultsIT(KafkaBackend kafka, PostgresBackend postgres) throws InterruptedException, ExecutionException {
        super(kafka, postgres);
    }

    static Stream<Named<Effect>> faults() {
        return Stream.of(
                named("500", Effect.Status.of(500)),
                named("500 though it was done", new Effect.Status(500, null, null, true)),
                named("503 with an HTML page", Effect.Status.of(503)),
                named("429", Effect.Status.of(429)),
                named("429 with Retry-After", new Effect.Status(429, null, 1, false)),
                named("a connection that breaks before", new Effect.Reset(false)),
                named("a connection that breaks after", new Effect.Reset(true)),
                named("a body that is no JSON", new Effect.Garbage(false)),
                named("half an answer", new Effect.Garbage(true)),
                named("an expired token", new Effect.ExpiredToken(null)),
                named("an expired token by its other name", new Effect.ExpiredToken("INVALID_OAUTHTOKEN")));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void nothingIsLostNothingIsStaleAndNoRecordIsThereTwice(Effect fault) {
        zoho.faults().add(Calls.to("/upsert").times(2), fault);
        zoho.faults().add(Calls.to("/upsert").skipping(2).times(1), fault);
        startSink();
        for (long id = 1; id <= STUDENTS; id++) {
            school.user(id, user -> {});
            school.grade(id, 700, 45, grade -> {});
            school.grade(id, 700, 75, grade -> grade.put("timemodified", SampleEvents.TIME + 5));
        }
        school.flush();
        await().atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> distinctions() == STUDENTS);
        settle();

        assertThat(zoho.faults().list()).as("faults that did not happen").isEmpty();
        assertThat(zoho.records("BTEC_Students")).hasSize(STUDENTS);
        assertThat(zoho.records("Grades")).hasSize(STUDENTS);
        assertThat(school.deadLetters()).isEmpty();
    }

    private long distinctions() {
        List<ObjectNode> grades = zoho.records("Grades");
        return grades.stream()
                .filter(grade -> grade.path("BTEC_Grade_Name").asText().equals("Distinction"))
                .count();
    }

    @Test
    void aCallThatTakesLongerThanItMayIsRepeatedAfterItsLeaseAndChangesNothingThen() {
        zoho.faults().add(Calls.to("/upsert"), new Effect.Delay(3_000, true));
        startSink(Map.of("ZOHO_SINK_REQUEST_TIMEOUT_SECONDS", "1"));
        school.user(7, user -> {});
        school.flush();

        await().atMost(PATIENCE).until(() -> zoho.stats().updatedRows() == 1);
        settle();

        assertThat(zoho.records("BTEC_Students")).hasSize(1);
        assertThat(school.deadLetters()).isEmpty();
    }
}
