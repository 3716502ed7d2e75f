package io.moodlepipeline.localstack.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.moodlepipeline.testkit.Database;
import io.moodlepipeline.testkit.KafkaBackend;
import io.moodlepipeline.testkit.PostgresBackend;
import io.moodlepipeline.testkit.RecordedRequest;
import io.moodlepipeline.testkit.RecordedRequests;
import io.moodlepipeline.testkit.junit.OnBackends;
import io.moodlepipeline.testkit.tables.BusinessColumns;
import io.moodlepipeline.testkit.tables.IndependentFold;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A real Moodle's requests, all the way to the tables. */
@OnBackends
class RecordedRequestsIT {
    /** From here on the recording has older events arriving after newer ones. */
    private static final String OUT_OF_ORDER = "6-delivery.jsonl";

    private final IndependentFold fold = new IndependentFold();

    @Test
    void theTablesEqualAnIndependentFoldAlsoAfterASecondPostingAndAReplayFromTheStart(
            KafkaBackend kafka, PostgresBackend postgres) throws Exception {
        List<RecordedRequest> requests = RecordedRequests.all();
        assertThat(requests).hasSize(516);
        Database database = postgres.createDatabase("recorded_requests");
        try (RunningPipeline pipeline = new RunningPipeline(kafka.bootstrapServers(), database)) {

            requests.stream()
                    .filter(request -> !request.file().equals(OUT_OF_ORDER))
                    .forEach(request -> post(pipeline, request));
            pipeline.awaitDrained();
            assertThat(BusinessColumns.read(database)).isEqualTo(fold.newest()).isEqualTo(fold.lastSent());

            requests.stream()
                    .filter(request -> request.file().equals(OUT_OF_ORDER))
                    .forEach(request -> post(pipeline, request));
            pipeline.awaitDrained();
            Map<String, Map<String, String>> tables = BusinessColumns.read(database);
            assertThat(tables).isEqualTo(fold.newest()).isNotEqualTo(fold.lastSent());

            requests.forEach(request -> post(pipeline, request));
            pipeline.awaitDrained();
            assertThat(BusinessColumns.read(database)).as("posted twice").isEqualTo(tables);

            pipeline.stopConsumers();
            pipeline.rewind();
            pipeline.startConsumers();
            pipeline.awaitDrained();
            assertThat(BusinessColumns.read(database)).as("replayed").isEqualTo(tables);
        }
    }

    private void post(RunningPipeline pipeline, RecordedRequest request) {
        byte[] body = request.body().getBytes(StandardCharsets.UTF_8);
        String[] headers = request.headers().entrySet().stream()
                .flatMap(header -> List.of(header.getKey(), header.getValue()).stream())
                .toArray(String[]::new);

        HttpResponse<String> answer = pipeline.post(request.path(), body, headers);

        assertThat(answer.statusCode())
                .as(request.file() + ":" + request.line())
                .isEqualTo(200);
        String event = request.path().substring(request.path().lastIndexOf('/') + 1);
        fold.add(event, body, Instant.parse(json(answer).get("timestamp").textValue()));
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return new ObjectMapper().readTree(answer.body().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + answer.body(), e);
        }
    }
}
