package io.moodlepipeline.ops.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.event.Topics;
import io.moodlepipeline.ops.OpsException;
import io.moodlepipeline.ops.connection.KafkaOptions;
import io.moodlepipeline.ops.deployment.Deployments;
import io.moodlepipeline.ops.topics.TopicsView;
import io.moodlepipeline.runtime.topics.RetentionSettings;
import io.moodlepipeline.runtime.topics.TopicState;
import io.moodlepipeline.runtime.topics.TopicsReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.junit.jupiter.api.Test;

/** What is shown when some brokers are away. */
class HalfAwayTest {
    private static final Node HERE = new Node(1, "here", 9092);
    private static final Node AWAY = new Node(2, "away", 9092);

    private final BrokerFacts brokers =
            new BrokerFacts(new KafkaOptions(Map::of), Deployments.any(), Duration.ofMinutes(5), Instant.EPOCH);

    @Test
    void aPartThatCannotBeReadIsAProblemAndHidesNoOther() {
        List<Fact> facts = brokers.orProblem(Area.WAITING, () -> {
            throw new OpsException("Kafka does not answer");
        });

        assertThat(facts).singleElement().satisfies(fact -> {
            assertThat(fact.area()).isEqualTo(Area.WAITING);
            assertThat(fact.good()).isFalse();
            assertThat(fact.words()).isEqualTo("Kafka does not answer");
            assertThat(fact.remedy()).contains("start kafka");
        });
    }

    @Test
    void partitionsThatNobodyLeadsAreTold() {
        assertThat(words(new TopicPartitionInfo(0, null, List.of(HERE, AWAY), List.of(AWAY))))
                .contains("1 of 1 cannot be read or written: their brokers are down");
    }

    @Test
    void partitionsThatLackACopyAreTold() {
        assertThat(words(new TopicPartitionInfo(0, HERE, List.of(HERE, AWAY), List.of(HERE))))
                .contains("1 of 1 lack a copy: a broker is down or behind");
    }

    private static List<String> words(TopicPartitionInfo partition) {
        TopicsReport asDeclared = new TopicsReport(Topics.ALL.stream()
                .map(topic -> new TopicState(topic, 1, 2, -1, List.of()))
                .toList());
        return new TopicFacts(Deployments.any())
                        .of(
                                asDeclared,
                                new TopicsView(
                                        asDeclared,
                                        new KafkaOptions(() -> Map.of("KAFKA_BOOTSTRAP_SERVERS", "here:9092"))
                                                .stockTool(),
                                        RetentionSettings.from(Map.of())),
                                List.of(new TopicDescription(Topics.DEAD_LETTER, false, List.of(partition))))
                        .stream()
                        .map(Fact::words)
                        .toList();
    }
}
