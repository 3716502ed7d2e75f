package io.moodlepipeline.ops.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.moodlepipeline.event.Topics;
import io.moodlepipeline.ops.ExitCode;
import io.moodlepipeline.ops.Ops;
import io.moodlepipeline.runtime.service.HealthState;
import io.moodlepipeline.runtime.topics.TopicsGate;
import io.moodlepipeline.testkit.CleanBroker;
import io.moodlepipeline.testkit.KafkaBackend;
import io.moodlepipeline.testkit.junit.OnBackends;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@OnBackends
class TopicsCommandIT {
    private final String brokers;
    private final Ops ops;
    private final Admin admin;

    TopicsCommandIT(KafkaBackend kafka) throws InterruptedException, ExecutionException {
        brokers = kafka.bootstrapServers();
        ops = Ops.connectedTo(brokers);
        admin = CleanBroker.admin(brokers);
    }

    @AfterEach
    void close() {
        admin.close();
    }

    @Test
    void makesWhatIsMissingAndNothingTheSecondTime() throws Exception {
        Ops.Result first = ops.run("topics", "apply", "-o", "json");
        assertThat(first.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(first.json())
                .hasSize(Topics.ALL.size())
                .allMatch(topic -> state(topic).equals("made"));

        Ops.Result second = ops.run("topics", "apply", "-o", "json");
        assertThat(second.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(second.json())
                .hasSize(Topics.ALL.size())
                .allMatch(topic -> state(topic).equals("fine"));
        assertThat(descriptions()).allMatch(topic -> topic.partitions().size() == 6);
    }

    @Test
    void dryRunSaysWhatWouldBeMadeAndMakesNothing() throws Exception {
        Ops.Result result = ops.run("topics", "apply", "--dry-run", "-o", "json");

        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.json())
                .hasSize(Topics.ALL.size())
                .allMatch(topic -> state(topic).equals("would be made"));
        assertThat(admin.listTopics().names().get()).isEmpty();
    }

    @Test
    void newTopicsGetAsManyPartitionsAsThoseThatExist() throws Exception {
        create("moodle.user-created", 3);

        Ops.Result result = ops.run("topics", "apply");

        // The one that was there keeps records for less than was declared.
        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(descriptions())
                .hasSize(Topics.ALL.size())
                .allMatch(topic -> topic.partitions().size() == 3);
    }

    @Test
    void refusesToGiveTopicsDifferentCounts() throws Exception {
        create("moodle.user-created", 3);

        Ops.Result result = ops.run("topics", "apply", "--partitions", "6");

        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err()).contains("have 3 partitions, and 6 were asked for", "all topics together");
        assertThat(admin.listTopics().names().get()).containsExactly("moodle.user-created");
    }

    @Test
    void refusesToAddToTopicsThatDifferAmongThemselves() throws Exception {
        create("moodle.user-created", 3);
        create("moodle.user-updated", 6);

        Ops.Result result = ops.run("topics", "apply");

        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(admin.listTopics().names().get()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "100000", "six"})
    void impossibleCountIsAUsageErrorBeforeAnythingIsMade(String count) throws Exception {
        assertThat(ops.run("topics", "apply", "--partitions", count).exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(admin.listTopics().names().get()).isEmpty();
    }

    @Test
    void whatDiffersIsSaidWithTheCommandThatMendsItAndLeftAlone() throws Exception {
        ops.run("topics", "apply");
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, "moodle.user-enrolled");
        set(topic, "retention.ms", "1000");
        set(topic, "cleanup.policy", "compact");

        Ops.Result result = ops.run("topics", "apply");

        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.out())
                .contains(
                        "cleanup.policy=compact, needs delete; retention.ms=1000, needs at least 34560000000",
                        "kafka-configs.sh --bootstrap-server " + brokers
                                + " --entity-type topics --entity-name moodle.user-enrolled --alter"
                                + " --add-config cleanup.policy=delete,retention.ms=34560000000");
        assertThat(value(topic, "retention.ms")).isEqualTo("1000");
    }

    @Test
    void keepingMoreThanDeclaredIsFine() throws Exception {
        ops.run("topics", "apply");
        set(new ConfigResource(ConfigResource.Type.TOPIC, "moodle.user-enrolled"), "retention.ms", "-1");

        assertThat(ops.run("topics", "apply").exitCode()).isEqualTo(ExitCode.OK);
    }

    @Test
    void topicsKeepWhatIsSetAndTheServicesTakeThem() throws Exception {
        ops.with("EVENT_RETENTION_DAYS", "30").with("DEAD_LETTER_RETENTION_DAYS", "60");

        Ops.Result made = ops.run("topics", "apply");

        assertThat(made.exitCode()).as(made.err()).isEqualTo(ExitCode.OK);
        assertThat(retentionDays("moodle.user-created")).isEqualTo(30);
        assertThat(retentionDays("moodle.dead-letter-audit")).isEqualTo(60);
        assertThat(ops.run("topics", "list").exitCode()).isEqualTo(ExitCode.OK);
        HealthState health = new HealthState("test");
        TopicsGate.await(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, brokers), health);
    }

    @Test
    void whatAShortRetentionCostsIsSaid() throws Exception {
        ops.with("EVENT_RETENTION_DAYS", "30")
                .with("DEAD_LETTER_RETENTION_DAYS", "20")
                .run("topics", "apply");

        assertThat(ops.run("status").out())
                .contains("events are kept for 30 days: replay and verify reach back no further")
                .contains("dead letters are kept for 20 days")
                .contains("dead letters are kept for less time than events");
    }

    @Test
    void servicesWaitWhileATopicKeepsLessThanAWeek() throws Exception {
        ops.run("topics", "apply");
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, "moodle.user-enrolled");
        set(topic, "retention.ms", Long.toString(Duration.ofDays(7).toMillis() - 1));
        HealthState health = new HealthState("test");
        CompletableFuture<Void> gate = CompletableFuture.runAsync(() -> {
            try {
                TopicsGate.await(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, brokers), health);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        await().until(() -> health.get()
                .detail()
                .contains("moodle.user-enrolled has retention.ms=604799999, needs at least 604800000"));

        set(topic, "retention.ms", "604800000");

        assertThat(gate).succeedsWithin(Duration.ofSeconds(20));
    }

    @Test
    void whatIsKeptForLongerThanSetIsSaidWithTheCommandAndLeftAlone() throws Exception {
        ops.run("topics", "apply");
        ops.with("EVENT_RETENTION_DAYS", "30");

        Ops.Result applied = ops.run("topics", "apply");

        // Nothing stands in the way of the services, which wait for this verb.
        assertThat(applied.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(applied.out())
                .contains(
                        "keeps longer",
                        "retention.ms=34560000000, needs 2592000000",
                        "--entity-name moodle.user-created --alter --add-config retention.ms=2592000000")
                .doesNotContain("--entity-name moodle.dead-letter ");
        assertThat(retentionDays("moodle.user-created")).isEqualTo(400);
        assertThat(ops.run("topics", "list").exitCode()).isEqualTo(ExitCode.FAILED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"6", "0", "-1", "36501", "a year"})
    void impossibleRetentionIsRefusedBeforeAnythingIsMade(String days) throws Exception {
        Ops.Result result = ops.with("EVENT_RETENTION_DAYS", days).run("topics", "apply");

        assertThat(result.exitCode()).isNotEqualTo(ExitCode.OK);
        assertThat(result.err()).contains("EVENT_RETENTION_DAYS must be a whole number from 7 to 36500");
        assertThat(admin.listTopics().names().get()).isEmpty();
    }

    private long retentionDays(String topic) throws InterruptedException, ExecutionException {
        String millis = value(new ConfigResource(ConfigResource.Type.TOPIC, topic), "retention.ms");
        return Duration.ofMillis(Long.parseLong(millis)).toDays();
    }

    @Test
    void listShowsWhatIsThereAndWhatIsNot() throws Exception {
        assertThat(ops.run("topics", "list").exitCode()).isEqualTo(ExitCode.FAILED);
        ops.run("topics", "apply", "--partitions", "2");

        Ops.Result result = ops.run("topics", "list", "-o", "json");

        assertThat(result.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(result.json()).hasSize(Topics.ALL.size()).allSatisfy(topic -> {
            assertThat(topic.get("partitions").asInt()).isEqualTo(2);
            assertThat(topic.get("records").asLong()).isZero();
            assertThat(topic.get("bytes").asLong()).isZero();
            assertThat(state(topic)).isEqualTo("fine");
        });
    }

    private static String state(JsonNode topic) {
        return topic.get("state").asText();
    }

    private Collection<TopicDescription> descriptions() throws InterruptedException, ExecutionException {
        Set<String> names = admin.listTopics().names().get();
        return admin.describeTopics(names).allTopicNames().get().values();
    }

    private void create(String name, int partitions) throws InterruptedException, ExecutionException {
        admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                .all()
                .get();
        // The controller has it; the broker that is asked next hears of it a moment later.
        await().until(() -> admin.listTopics().names().get().contains(name));
    }

    private void set(ConfigResource topic, String name, String value) throws InterruptedException, ExecutionException {
        admin.incrementalAlterConfigs(Map.of(
                        topic, List.of(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET))))
                .all()
                .get();
        await().until(() -> value(topic, name).equals(value));
    }

    private String value(ConfigResource topic, String name) throws InterruptedException, ExecutionException {
        return admin.describeConfigs(List.of(topic))
                .all()
                .get()
                .get(topic)
                .get(name)
                .value();
    }
}
