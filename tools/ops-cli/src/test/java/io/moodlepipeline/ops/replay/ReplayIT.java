package io.moodlepipeline.ops.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.moodlepipeline.ops.ExitCode;
import io.moodlepipeline.ops.Ops;
import io.moodlepipeline.ops.OpsException;
import io.moodlepipeline.ops.running.GroupMember;
import io.moodlepipeline.ops.running.School;
import io.moodlepipeline.runtime.topics.TopicsApply;
import io.moodlepipeline.testkit.CleanBroker;
import io.moodlepipeline.testkit.KafkaBackend;
import io.moodlepipeline.testkit.junit.OnBackends;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The db-writer's offsets, without a db-writer: two partitions with events, all of them committed. */
@OnBackends
class ReplayIT {
    private static final String TOPIC = "moodle.user-created";
    private static final int EVENTS = 20;

    private final String brokers;
    private final Ops ops;
    private final Admin admin;
    private final List<School.Sent> sent = new ArrayList<>();
    private final Map<TopicPartition, Long> ends = new HashMap<>();

    ReplayIT(KafkaBackend kafka) throws InterruptedException, ExecutionException {
        brokers = kafka.bootstrapServers();
        ops = Ops.connectedTo(brokers);
        admin = CleanBroker.admin(brokers);
    }

    @BeforeEach
    void consumeAll() throws Exception {
        new TopicsApply(admin).apply(2);
        await().until(() -> admin.listTopics().names().get().contains(TOPIC));
        try (School school = new School(brokers, "t")) {
            for (int user = 1; user <= EVENTS; user++) {
                sent.add(school.userCreated(user, event -> {}));
            }
        }
        sent.forEach(event -> ends.merge(new TopicPartition(TOPIC, event.partition()), event.offset() + 1, Math::max));
        assertThat(ends).hasSize(2);
        commit("db-writer", ends);
    }

    @AfterEach
    void close() {
        admin.close();
    }

    @Test
    void withoutExecuteItShowsAndChangesNothing() throws Exception {
        Ops.Result result = ops.run("replay", "--group", "db-writer", "--topic", TOPIC, "--to-earliest");

        assertThat(result.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(result.out())
                .contains("Nothing was changed; with --execute, " + EVENTS + " events will be read again");
        assertThat(committed()).isEqualTo(ends);
    }

    @Test
    void executeSetsEveryPartition() throws Exception {
        Ops.Result result = ops.run("replay", "--group", "db-writer", "--topic", TOPIC, "--to-earliest", "--execute");

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.OK);
        assertThat(committed().values()).containsOnly(0L);
    }

    @Test
    void whereNothingWouldChangeItSaysSo() {
        Ops.Result result =
                ops.run("replay", "--group", "db-writer", "--topic", TOPIC + ":1", "--shift-by", "0", "--execute");

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.OK);
        assertThat(result.out()).contains("1 partition stays as it is", "Nothing to do");
    }

    @Test
    void onlyThePartitionsThatWereNamedAreSet() throws Exception {
        ops.run("replay", "--group", "db-writer", "--topic", TOPIC + ":1", "--to-offset", "2", "--execute");

        assertThat(committed())
                .containsEntry(partition(0), ends.get(partition(0)))
                .containsEntry(partition(1), 2L);
    }

    @Test
    void shiftsBackAndStopsAtTheOldestThatIsRetained() throws Exception {
        admin.deleteRecords(Map.of(partition(0), RecordsToDelete.beforeOffset(1)))
                .all()
                .get();

        Ops.Result result = ops.run(
                "replay", "--group", "db-writer", "--topic", TOPIC, "--shift-by", "-1000", "--execute", "-o", "json");

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.OK);
        assertThat(committed()).containsEntry(partition(0), 1L).containsEntry(partition(1), 0L);
        assertThat(result.json()).allMatch(move -> move.get("note").asText().contains("no longer retained"));
    }

    @Test
    void shiftsOnToTheEndHoweverFar() throws Exception {
        ops.run("replay", "--group", "db-writer", "--topic", TOPIC, "--shift-by", "" + Long.MAX_VALUE, "--execute");

        assertThat(committed()).isEqualTo(ends);
    }

    @Test
    void aTimeBeforeAllCountingIsTheBeginning() throws Exception {
        ops.run("replay", "--group", "db-writer", "--topic", TOPIC, "--to-datetime", "1901-01-01T00:00", "--execute");

        assertThat(committed().values()).containsOnly(0L);
    }

    @Test
    void goesToATimeAndToTheEndWhenNothingIsThatNew() throws Exception {
        ops.run("replay", "--group", "db-writer", "--topic", TOPIC, "--by-duration", "PT1H", "--execute");
        assertThat(committed().values()).containsOnly(0L);

        ops.run("replay", "--group", "db-writer", "--topic", TOPIC, "--to-datetime", "2999-01-01T00:00", "--execute");
        assertThat(committed()).isEqualTo(ends);
    }

    @Test
    void skippingIsSaidLoudly() {
        ops.run("replay", "--group", "db-writer", "--topic", TOPIC, "--to-earliest", "--execute");

        Ops.Result result = ops.run("replay", "--group", "db-writer", "--topic", TOPIC, "--to-latest");

        assertThat(result.out()).contains("WARNING: " + EVENTS + " events would never be read by db-writer");
    }

    @Test
    void goesToAnEventWhereItIsAndLeavesOtherPartitions() throws Exception {
        School.Sent wanted = sent.get(EVENTS / 2);

        Ops.Result result = ops.run(
                "replay", "--group", "db-writer", "--event-id", wanted.eventId().toString(), "--execute", "-o", "json");

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.OK);
        assertThat(result.json()).hasSize(1);
        TopicPartition other = partition(1 - wanted.partition());
        assertThat(committed())
                .containsEntry(partition(wanted.partition()), wanted.offset())
                .containsEntry(other, ends.get(other));
    }

    @Test
    void refusesWhileTheGroupRunsAndSaysHowToStopIt() throws Exception {
        try (GroupMember member = GroupMember.joined(brokers, "db-writer", "consumer", TOPIC)) {
            Ops.Result result = ops.run("replay", "--group", "db-writer", "--all-topics", "--to-earliest", "--execute");

            assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(result.err())
                    .contains(
                            "db-writer is running (" + member.clientId() + "@",
                            "1. stop every instance of db-writer",
                            "2. replay as you did now, with --execute",
                            "3. start db-writer");
            assertThat(committed()).isEqualTo(ends);
        }
    }

    @Test
    void aGroupThatComesUpRightBeforeItsOffsetsAreSetKeepsThem() throws Exception {
        List<Move> changes = ends.entrySet().stream()
                .map(end -> new Position(end.getKey(), Optional.of(end.getValue()), 0, end.getValue()).to(0))
                .toList();
        GroupMember cameUp = GroupMember.joined(brokers, "db-writer", "consumer", TOPIC);
        try (cameUp) {
            assertThatExceptionOfType(OpsException.class)
                    .isThrownBy(() -> GroupOffsets.set(admin, "db-writer", changes))
                    .withMessage("Nothing was changed: an instance of db-writer has come up meanwhile");
            assertThat(committed()).isEqualTo(ends);
        }
    }

    @Test
    void aConsumerThatNeverRanBeginsWhereItIsTold() throws Exception {
        Ops.Result result = ops.run(
                "replay", "--group", "grade-processor", "--all-topics", "--to-latest", "--execute", "-o", "json");

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.OK);
        assertThat(result.json()).extracting(move -> move.get("topic").asText()).containsOnly("moodle.grade-updated");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--group nobody --all-topics --to-earliest",
                "--group db-writer --topic moodle.user-created:7 --to-earliest",
                "--group db-writer --topic moodle.user-created:0,7 --to-earliest",
                "--group db-writer --event-id 00000000-0000-7000-8000-000000000000"
            })
    void whatDoesNotExistMatchesNothing(String line) {
        Ops.Result result = replay(line);

        assertThat(result.exitCode()).isEqualTo(ExitCode.NOTHING_MATCHED);
        assertThat(result.err()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--group db-writer --to-earliest",
                "--group db-writer --all-topics",
                "--group db-writer --all-topics --to-earliest --to-latest",
                "--group db-writer --all-topics --topic moodle.user-created --to-earliest",
                "--all-topics --to-earliest",
                "--group db-writer --all-topics --to-offset -1",
                "--group db-writer --all-topics --to-datetime yesterday",
                "--group db-writer --event-id not-a-uuid",
                "--group db-writer --topic moodle.dead-letter --to-earliest",
                "--group grade-processor --to-stored"
            })
    void whatMakesNoSenseIsAUsageError(String line) throws Exception {
        assertThat(replay(line + " --execute").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(committed()).isEqualTo(ends);
    }

    private Ops.Result replay(String line) {
        return ops.run(("replay " + line).split(" "));
    }

    private static TopicPartition partition(int partition) {
        return new TopicPartition(TOPIC, partition);
    }

    private void commit(String group, Map<TopicPartition, Long> offsets)
            throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
        offsets.forEach((partition, offset) -> committed.put(partition, new OffsetAndMetadata(offset)));
        admin.alterConsumerGroupOffsets(group, committed).all().get();
    }

    /** Of the topic with events. */
    private Map<TopicPartition, Long> committed() throws InterruptedException, ExecutionException {
        Map<TopicPartition, Long> committed = new HashMap<>();
        admin.listConsumerGroupOffsets("db-writer")
                .partitionsToOffsetAndMetadata()
                .get()
                .forEach((partition, offset) -> {
                    if (partition.topic().equals(TOPIC)) {
                        committed.put(partition, offset.offset());
                    }
                });
        return committed;
    }
}
