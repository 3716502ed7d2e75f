package io.moodlepipeline.ops.status;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.event.Topics;
import io.moodlepipeline.ops.ExitCode;
import io.moodlepipeline.ops.Ops;
import io.moodlepipeline.ops.running.School;
import io.moodlepipeline.runtime.deadletter.DeadLetterHeaders;
import io.moodlepipeline.runtime.deadletter.Failure;
import io.moodlepipeline.runtime.record.Origin;
import io.moodlepipeline.runtime.topics.TopicsApply;
import io.moodlepipeline.testkit.CleanBroker;
import io.moodlepipeline.testkit.KafkaBackend;
import io.moodlepipeline.testkit.LocalPort;
import io.moodlepipeline.testkit.junit.OnBackends;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@OnBackends
class StatusIT {
    private static final TopicPartition PARTITION = new TopicPartition("moodle.user-created", 0);

    private final String brokers;
    private final Admin admin;

    StatusIT(KafkaBackend kafka) throws InterruptedException, ExecutionException {
        brokers = kafka.bootstrapServers();
        admin = CleanBroker.admin(brokers);
    }

    @AfterEach
    void close() {
        admin.close();
    }

    @Test
    void allWellFitsOnAScreen() throws Exception {
        makeTopics();

        Ops.Result result = status("READY: ready\n");

        assertThat(result.exitCode()).as(result.out()).isEqualTo(ExitCode.OK);
        assertThat(result.out()).contains("All is well.").doesNotContain("PROBLEM");
        assertThat(result.out().lines()).hasSizeLessThan(24).allMatch(line -> line.length() <= 100);
    }

    @ParameterizedTest
    @CsvSource({
        "HALTED: too many records would be dead letters,has halted,ops-cli.jar dlt list --consumer db-writer",
        "DEGRADED: PostgreSQL does not take writes (no connection),is degraded,start postgres",
        "WAITING: topic moodle.user-created is missing: create it,it waits,ops-cli.jar topics apply",
        "WAITING: Kafka does not answer,it waits,start kafka",
        "FAILED: the consumer failed: why,has stopped,start db-writer",
        "<html>,something else answers,start db-writer"
    })
    void whatAServiceSaysIsExplained(String answer, String words, String remedy) throws Exception {
        makeTopics();

        Ops.Result result = status(answer);

        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.out()).contains("PROBLEM db-writer", words, remedy, "1 problem;");
    }

    @Test
    void aServiceThatIsNotThereIsAProblem() throws Exception {
        makeTopics();

        Ops.Result result = Ops.connectedTo(brokers)
                .run(
                        "status",
                        "--service",
                        "db-writer=" + LocalPort.free("nobody").address());

        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.out()).contains("db-writer", "is not running: it does not answer", "-> start db-writer");
    }

    @Test
    void programsGetTheSameFacts() throws Exception {
        makeTopics();
        try (FakeService service = new FakeService("db-writer", "READY: ready\n")) {
            Ops.Result result = Ops.connectedTo(brokers)
                    .with("OPS_CLI_SERVICES", service.address())
                    .run("status", "-o", "json");

            assertThat(result.exitCode()).as(result.out()).isEqualTo(ExitCode.OK);
            assertThat(result.json()).allMatch(fact -> fact.get("good").asBoolean());
            assertThat(result.json())
                    .extracting(fact -> fact.get("area").asText())
                    .contains("services", "kafka", "waiting", "dead_letters", "disk", "topics");
        }
    }

    @Test
    void topicsThatAreMissingAreAProblem() throws Exception {
        Ops.Result result = status("READY: ready");

        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.out()).contains("missing: moodle.user-created", "-> java -jar ops-cli.jar topics apply");
    }

    @Test
    void eventsThatWaitForNobodyAreAProblem() throws Exception {
        makeTopics();
        send(1);

        Ops.Result result = status("READY: ready");

        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.out()).contains("1 event waits", "and db-writer is not running", "-> start db-writer");
    }

    @Test
    void eventsThatWereDeletedUnreadAreAProblem() throws Exception {
        makeTopics();
        send(3);
        admin.alterConsumerGroupOffsets("db-writer", Map.of(PARTITION, new OffsetAndMetadata(1)))
                .all()
                .get();
        admin.deleteRecords(Map.of(PARTITION, RecordsToDelete.beforeOffset(3)))
                .all()
                .get();

        assertThat(status("READY: ready").out())
                .contains(
                        "2 events of moodle.user-created:0 were deleted before it has read them",
                        "replay --group db-writer --topic moodle.user-created:0 --to-earliest --execute");
    }

    @Test
    void openDeadLettersAreAProblemWithTheirCode() throws Exception {
        makeTopics();
        ProducerRecord<byte[], byte[]> letter =
                new ProducerRecord<>(Topics.DEAD_LETTER, "t:1".getBytes(UTF_8), "x".getBytes(UTF_8));
        DeadLetterHeaders.mark(
                letter.headers(),
                "db-writer",
                new Origin(PARTITION.topic(), 0, 0),
                new Failure(DeadLetterCode.REFUSED_BY_DATABASE, Failure.TASK_PUT, "C", "m"),
                Instant.now());
        try (School school = new School(brokers, "t")) {
            school.send(letter);
        }

        Ops.Result result = status("READY: ready");

        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.out())
                .contains("1 open: REFUSED_BY_DATABASE", "dlt list --state open --code REFUSED_BY_DATABASE");
    }

    @Test
    void withoutABrokerTheServicesAreStillShown() throws Exception {
        try (FakeService service = new FakeService("db-writer", "READY: ready")) {
            Ops.Result result = Ops.connectedTo(LocalPort.free("nobody").address())
                    .with("KAFKA_DEFAULT_API_TIMEOUT_MS", "1000")
                    .with("KAFKA_REQUEST_TIMEOUT_MS", "500")
                    .run("status", "--service", service.address());

            assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(result.out()).contains("db-writer  ready", "Kafka does not answer", "-> start kafka");
        }
    }

    @ParameterizedTest
    @CsvSource({"db-writer", "db-writer=host", "db-writer=host:70000", "=host:1"})
    void whatIsNoServiceIsAUsageError(String service) {
        assertThat(Ops.connectedTo(brokers).run("status", "--service", service).exitCode())
                .isEqualTo(ExitCode.USAGE);
        assertThat(Ops.connectedTo(brokers)
                        .with("OPS_CLI_SERVICES", service)
                        .run("status")
                        .exitCode())
                .isEqualTo(ExitCode.USAGE);
    }

    private Ops.Result status(String answer) throws Exception {
        try (FakeService service = new FakeService("db-writer", answer)) {
            return Ops.connectedTo(brokers).run("status", "--service", service.address());
        }
    }

    private void makeTopics() throws Exception {
        new TopicsApply(admin).apply(1);
        await().until(() -> admin.listTopics().names().get().size() >= Topics.ALL.size());
    }

    private void send(int events) {
        try (School school = new School(brokers, "t")) {
            for (int user = 1; user <= events; user++) {
                school.userCreated(user, event -> {});
            }
        }
    }
}
