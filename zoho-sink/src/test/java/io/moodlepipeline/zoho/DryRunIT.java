package io.moodlepipeline.zoho;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.moodlepipeline.runtime.service.RunningService;
import io.moodlepipeline.testkit.GroupLag;
import io.moodlepipeline.testkit.KafkaBackend;
import io.moodlepipeline.testkit.PostgresBackend;
import io.moodlepipeline.zoho.tenant.TenantConsumers;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** What would be sent, told beforehand. */
class DryRunIT extends OnSimulator {
    private final StringWriter err = new StringWriter();

    DryRunIT(KafkaBackend kafka, PostgresBackend postgres) throws InterruptedException, ExecutionException {
        super(kafka, postgres);
    }

    @Test
    void saysWhatWouldBeSentAndSendsNothing() throws Exception {
        RunningService sink = startSink();
        school.user(7, user -> {});
        settle();
        stop(sink);
        school.user(7, user -> {});
        school.user(8, user -> {});
        school.grade(8, 700, 65, grade -> {});
        school.enrolment(90, 9, enrolment -> {});
        school.user(10, user -> user.put("suspended", "no"));
        school.flush();
        zoho.forgetRequests();

        List<JsonNode> lines = dryRun(err);

        assertThat(lines)
                .extracting(line -> line.path("action").asText() + " "
                        + line.path("module").asText() + " " + line.path("key").asText())
                .containsExactlyInAnyOrder(
                        "dead  ",
                        "unchanged BTEC_Students 7",
                        "insert BTEC_Students 8",
                        "insert Grades 8-700",
                        "waiting Enrollments 90");
        assertThat(line(lines, "8-700").path("row").path("BTEC_Grade_Name").asText())
                .isEqualTo("Merit");
        assertThat(zoho.records("BTEC_Students")).hasSize(1);
        assertThat(zoho.records("Grades")).isEmpty();
        assertThat(GroupLag.of(admin, TenantConsumers.group(school.tenant()), TOPICS))
                .as("still to be consumed")
                .isEqualTo(5);
    }

    @Test
    void worksBeforeTheFirstStart() throws Exception {
        school.user(7, user -> {});
        school.flush();

        List<JsonNode> lines = dryRun(err);

        assertThat(line(lines, "7").path("action").asText()).isEqualTo("insert");
        assertThat(err.toString()).contains("there is no ledger yet");
        assertThat(zoho.records("BTEC_Students")).isEmpty();
    }

    private static JsonNode line(List<JsonNode> lines, String key) {
        return lines.stream()
                .filter(line -> line.path("key").asText().equals(key))
                .findFirst()
                .orElseThrow();
    }
}
