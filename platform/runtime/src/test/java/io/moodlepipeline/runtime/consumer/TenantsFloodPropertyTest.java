package io.moodlepipeline.runtime.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.runtime.deadletter.FloodGuard;
import io.moodlepipeline.runtime.deadletter.FloodGuard.Fate;
import io.moodlepipeline.runtime.deadletter.Streaks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** That what is judged of a tenant, and what becomes of its records, does not depend on what others send. */
class TenantsFloodPropertyTest {
    private static final List<String> TENANTS = List.of("north", "south", "east");

    /** @param trouble what a target without the fix says of it */
    record Sent(String tenant, int partition, boolean trouble) {}

    @Property
    void aTenantIsJudgedAsIfItWereAlone(@ForAll("sent") @Size(max = 300) List<Sent> sent) {
        Batch batch = Batches.of(records(sent));
        BatchTally together = tallied(batch);

        for (String tenant : TENANTS) {
            Batch alone = batch.without(record -> !isOf(tenant, record));
            BatchTally judged = tallied(alone);

            assertThat(together.floods().contains(tenant))
                    .isEqualTo(judged.floods().contains(tenant));
            Streaks streaksTogether = new Streaks();
            Streaks streaksAlone = new Streaks();
            together.settle(streaksTogether);
            judged.settle(streaksAlone);
            assertThat(streaksTogether.of(tenant)).isEqualTo(streaksAlone.of(tenant));
        }
    }

    /**
     * Whoever is held back, however it is polled and whenever it is restarted: of a tenant without trouble every record is written, and
     * nobody's dead letter comes twice; once the cause is gone every record is written or a dead letter, and all is committed.
     */
    @Property(tries = 300)
    void nothingIsLostOrDeadTwiceAndOthersNeverWait(
            @ForAll("sent") @Size(min = 1, max = 400) List<Sent> sent,
            @ForAll @Size(max = 4) List<@IntRange(min = 1, max = 12) Integer> lives,
            @ForAll @IntRange(min = 5, max = 500) int pollAtMost)
            throws InterruptedException {
        Simulation simulation = new Simulation(sent, pollAtMost);

        for (int steps : lives) {
            simulation.live(steps);
        }
        // Long enough to come to the end, with several tries of who is held back.
        simulation.live(sent.size() / 5 + 20);
        assertThat(simulation.sink.written).containsAll(simulation.valuesWithoutTrouble());
        simulation.sink.mended = true;
        simulation.live(2 * sent.size() + 40);

        assertThat(simulation.letters()).doesNotHaveDuplicates();
        List<String> fates = new ArrayList<>(simulation.letters());
        fates.addAll(new HashSet<>(simulation.sink.written));
        assertThat(fates)
                .as("each written, or a dead letter, and not both")
                .containsExactlyInAnyOrderElementsOf(simulation.values());
        simulation.committed.forEach((partition, offset) -> {
            assertThat(offset.offset()).isEqualTo(simulation.end(partition));
            assertThat(offset.metadata()).doesNotContain("held");
        });
    }

    private static final class Simulation extends OnScriptedLoop {
        private final Map<TopicPartition, List<String>> log = new HashMap<>();
        private final ScriptedConsumer topic = new ScriptedConsumer();
        private final int pollAtMost;
        private final List<Sent> sent;
        private Map<TopicPartition, OffsetAndMetadata> committed =
                Map.of(P0, new OffsetAndMetadata(0), P1, new OffsetAndMetadata(0));

        Simulation(List<Sent> sent, int pollAtMost) {
            this.sent = sent;
            this.pollAtMost = pollAtMost;
            topic.append(P0);
            topic.append(P1);
            for (int i = 0; i < sent.size(); i++) {
                TopicPartition partition = sent.get(i).partition() == 0 ? P0 : P1;
                topic.appendOf(sent.get(i).tenant(), partition, value(i));
                log.computeIfAbsent(partition, unknown -> new ArrayList<>()).add(value(i));
            }
        }

        private String value(int i) {
            return (sent.get(i).trouble() ? "refused " : "good ") + i;
        }

        /** From a start to a stop, in which each step takes longer than the wait for the next try. */
        void live(int steps) throws InterruptedException {
            ScriptedConsumer reader = topic.restarted();
            reader.pollAtMost(pollAtMost);
            ConsumerLoop process = loop(reader);
            Runnable[] script = new Runnable[steps];
            Arrays.fill(script, (Runnable) () -> advance(LIMIT.dividedBy(3)));
            script[0] = () -> reader.assignWithCommitted(committed);
            reader.script(process::stop, script);
            process.run();
            committed = reader.committedNow();
        }

        long end(TopicPartition partition) {
            return log.getOrDefault(partition, List.of()).size();
        }

        List<String> values() {
            return log.values().stream().flatMap(List::stream).toList();
        }

        List<String> valuesWithoutTrouble() {
            List<String> values = new ArrayList<>();
            for (int i = 0; i < sent.size(); i++) {
                String tenant = sent.get(i).tenant();
                if (sent.stream().noneMatch(other -> other.tenant().equals(tenant) && other.trouble())) {
                    values.add(value(i));
                }
            }
            return values;
        }

        List<String> letters() {
            return producer.history().stream()
                    .map(letter -> new String(letter.value(), UTF_8))
                    .toList();
        }
    }

    private static BatchTally tallied(Batch batch) {
        BatchTally tally = new BatchTally(FloodGuard.on(), new Streaks(), batch);
        batch.records()
                .forEach(record ->
                        tally.add(record, FakeSink.value(record).startsWith("refused") ? Fate.DEAD : Fate.ALIVE));
        return tally;
    }

    private static boolean isOf(String tenant, ConsumerRecord<byte[], byte[]> record) {
        return new String(record.headers().lastHeader("ce_tenantid").value(), UTF_8).equals(tenant);
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(List<Sent> sent) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (Sent one : sent) {
            ConsumerRecord<byte[], byte[]> record =
                    ScriptedConsumer.record(Batches.PARTITION, records.size(), one.trouble() ? "refused" : "good");
            record.headers().add("ce_tenantid", one.tenant().getBytes(UTF_8));
            records.add(record);
        }
        return records;
    }

    /** Runs of each tenant's, of which one has trouble with all, one now and then, and one never. */
    @Provide
    Arbitrary<List<Sent>> sent() {
        Arbitrary<Sent> one = Arbitraries.of(TENANTS)
                .flatMap(tenant -> Arbitraries.integers()
                        .between(0, 99)
                        .flatMap(drawn -> Arbitraries.integers()
                                .between(0, 1)
                                .map(partition -> new Sent(tenant, partition, drawn < share(tenant)))));
        Arbitrary<List<Sent>> runs = Arbitraries.of(TENANTS)
                .flatMap(tenant -> Arbitraries.integers()
                        .between(1, 90)
                        .map(length -> Collections.nCopies(length, new Sent(tenant, 0, share(tenant) > 50))));
        return Arbitraries.oneOf(
                one.list().ofMaxSize(400),
                runs.list()
                        .ofMaxSize(6)
                        .map(lists ->
                                lists.stream().flatMap(List::stream).limit(400).toList()));
    }

    private static int share(String tenant) {
        return switch (tenant) {
            case "north" -> 95;
            case "south" -> 5;
            default -> 0;
        };
    }
}
