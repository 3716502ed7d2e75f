package io.moodlepipeline.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.moodlepipeline.event.EventType;
import io.moodlepipeline.testkit.GroupLag;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Dead letters cannot be kept: then nobody goes past what would be one. */
@Tag("full")
@ExtendWith(OwnStack.class)
final class DeadLetterTopicIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration REFUSAL = Duration.ofSeconds(20);
    private static final Submission NOT_JSON = new Submission("user_updated", UUID.randomUUID(), "not JSON", null);

    @Test
    void nothingIsCommittedPastWhatCannotBeKept(Stack stack) throws Exception {
        GatewayClient client = stack.client();
        Trial trial = Trial.startPoisoned("dead-letter topic refuses", stack, 600, 0.02, Duration.ofSeconds(6));
        refuseAllRecords(stack.admin());
        try (BrokenRecords broken = new BrokenRecords(stack.brokers())) {
            broken.putWithoutJson(EventType.USER_ENROLLED);
            await("the writer waits")
                    .atMost(PATIENCE)
                    .until(() -> stack.writer().readiness().text().contains("dead-letter topic"));
            int before = Letters.read(stack.brokers()).count();
            assertThat(client.send(NOT_JSON)).as("the gateway's answer").isEqualTo(503);
            await("both stay before the poison")
                    .during(REFUSAL)
                    .atMost(REFUSAL.plusSeconds(10))
                    .until(() -> GroupLag.of(stack.admin(), Stack.WRITER, Stack.WRITER_TOPICS) > 0
                            && GroupLag.of(stack.admin(), Stack.PROCESSOR, Stack.PROCESSOR_TOPICS) > 0);
            assertThat(Letters.read(stack.brokers()).count()).isEqualTo(before);

            takeRecordsAgain(stack.admin());
            await("the gateway keeps refused events again").atMost(PATIENCE).until(() -> client.send(NOT_JSON) == 400);
            trial.conclude();
        }
    }

    private static void refuseAllRecords(Admin admin) throws InterruptedException, ExecutionException {
        alter(
                admin,
                new AlterConfigOp(
                        new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "10"), AlterConfigOp.OpType.SET));
    }

    private static void takeRecordsAgain(Admin admin) throws InterruptedException, ExecutionException {
        alter(
                admin,
                new AlterConfigOp(
                        new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(2 * 1024 * 1024)),
                        AlterConfigOp.OpType.SET));
    }

    private static void alter(Admin admin, AlterConfigOp change) throws InterruptedException, ExecutionException {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, "moodle.dead-letter");
        admin.incrementalAlterConfigs(Map.of(topic, List.of(change))).all().get();
    }
}
