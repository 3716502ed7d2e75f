package io.moodlepipeline.ops.lag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.moodlepipeline.ops.ExitCode;
import io.moodlepipeline.ops.Ops;
import io.moodlepipeline.ops.running.GroupMember;
import io.moodlepipeline.ops.running.School;
import io.moodlepipeline.runtime.topics.TopicsApply;
import io.moodlepipeline.testkit.CleanBroker;
import io.moodlepipeline.testkit.KafkaBackend;
import io.moodlepipeline.testkit.junit.OnBackends;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@OnBackends
class LagIT {
    private static final TopicPartition PARTITION = new TopicPartition("moodle.user-created", 0);
    private static final int EVENTS = 5;

    private final String brokers;
    private final Ops ops;
    private final Admin admin;

    LagIT(KafkaBackend kafka) throws InterruptedException, ExecutionException {
        brokers = kafka.bootstrapServers();
        ops = Ops.connectedTo(brokers);
        admin = CleanBroker.admin(brokers);
    }

    @BeforeEach
    void send() throws Exception {
        new TopicsApply(admin).apply(1);
        await().until(() -> admin.listTopics().names().get().contains(PARTITION.topic()));
        try (School school = new School(brokers, "t")) {
            for (int user = 1; user <= EVENTS; user++) {
                school.userCreated(user, event -> {});
            }
        }
    }

    @AfterEach
    void close() {
        admin.close();
    }

    @Test
    void aConsumerThatNeverRanHasAllStillBeforeIt() {
        JsonNode lag = partition("db-writer");

        assertThat(lag.get("committed").isNull()).isTrue();
        assertThat(lag.get("end").asLong()).isEqualTo(EVENTS);
        assertThat(lag.get("lag").asLong()).isEqualTo(EVENTS);
        assertThat(lag.get("oldest_seconds").asLong()).isBetween(0L, 600L);
        assertThat(lag.get("member").isNull()).isTrue();
    }

    @Test
    void countsFromWhatIsCommitted() throws Exception {
        commit("db-writer", 3);

        JsonNode lag = partition("db-writer");
        assertThat(lag.get("committed").asLong()).isEqualTo(3);
        assertThat(lag.get("lag").asLong()).isEqualTo(2);

        commit("db-writer", EVENTS);
        assertThat(partition("db-writer").get("lag").asLong()).isZero();
        assertThat(partition("db-writer").get("oldest_seconds").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void saysWhoHoldsAPartitionInBothProtocols(String protocol) {
        try (GroupMember member = GroupMember.joined(brokers, "someone", protocol, PARTITION.topic())) {
            assertThat(partition("someone").get("member").asText()).startsWith(member.clientId() + "@");
        }
    }

    @Test
    void groupsOfOthersAreNotShown() throws Exception {
        admin.createTopics(List.of(new NewTopic("not-ours", 1, (short) 1)))
                .all()
                .get();
        await().until(() -> admin.listTopics().names().get().contains("not-ours"));
        admin.alterConsumerGroupOffsets(
                        "elsewhere", Map.of(new TopicPartition("not-ours", 0), new OffsetAndMetadata(0)))
                .all()
                .get();

        assertThat(ops.run("lag", "--sample", "0s", "-o", "csv").out())
                .contains("db-writer")
                .doesNotContain("elsewhere");
        assertThat(ops.run("lag", "--group", "elsewhere").exitCode()).isEqualTo(ExitCode.NOTHING_MATCHED);
    }

    @Test
    void totalsAddUp() throws Exception {
        commit("db-writer", 1);
        try (School school = new School(brokers, "t")) {
            school.userUpdated(1, event -> {});
        }

        Ops.Result result = ops.run("lag", "--totals", "--group", "db-writer", "--sample", "0s", "-o", "csv");

        assertThat(result.out().lines()).hasSize(2).last().asString().startsWith("db-writer,0,5,");
    }

    private JsonNode partition(String group) {
        Ops.Result result =
                ops.run("lag", "--group", group, "--topic", PARTITION.topic(), "--sample", "0s", "-o", "json");
        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.OK);
        Stream<JsonNode> rows = StreamSupport.stream(result.json().spliterator(), false);
        return rows.filter(row -> row.get("partition").asInt() == PARTITION.partition())
                .findFirst()
                .orElseThrow();
    }

    private void commit(String group, long offset) throws InterruptedException, ExecutionException {
        admin.alterConsumerGroupOffsets(group, Map.of(PARTITION, new OffsetAndMetadata(offset)))
                .all()
                .get();
    }
}
