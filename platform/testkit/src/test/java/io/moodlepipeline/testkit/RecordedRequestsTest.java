package io.moodlepipeline.testkit;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class RecordedRequestsTest {
    @Test
    void allRequestsOfTheRecordingAreThere() {
        Map<String, Long> perEvent =
                RecordedRequests.all().stream().collect(groupingBy(RecordedRequest::event, counting()));

        assertThat(perEvent)
                .isEqualTo(
                        Map.of("user_created", 65L, "user_updated", 48L, "user_enrolled", 86L, "grade_updated", 317L));
    }

    @Test
    void requestKeepsItsBodyAndHeaders() {
        RecordedRequest first = RecordedRequests.file(1).get(0);

        assertThat(first).hasToString("1-users-created.jsonl:1 user_created");
        assertThat(first.headers())
                .containsEntry("X-Moodle-Token", "test-token")
                .containsEntry("X-Tenant-ID", "default");
        assertThat(first.body()).startsWith("{\"eventname\":\"\\\\core\\\\event\\\\user_created\",\"userid\":3,");
    }
}
