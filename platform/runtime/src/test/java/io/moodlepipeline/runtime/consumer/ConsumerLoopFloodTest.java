package io.moodlepipeline.runtime.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.runtime.deadletter.FloodGuard;
import io.moodlepipeline.runtime.service.Health;
import io.moodlepipeline.runtime.service.Health.Status;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** The loop while too many records of a tenant cannot be written, and those of others can. */
class ConsumerLoopFloodTest extends OnScriptedLoop {
    private static final String NORTH = "north";
    private static final String SOUTH = "south";

    @Test
    void othersFlowWhileATenantIsHeldBackAndItCatchesUpOnceTheCauseIsGone() throws InterruptedException {
        consumer.appendOf(SOUTH, P0, "before");
        consumer.appendOf(NORTH, P0, numbered("refused", 60));
        consumer.appendOf(SOUTH, P0, "behind", "malformed");
        consumer.appendOf(NORTH, P1, "good", "refused last");

        run(
                () -> consumer.assignWithCommitted(0, P0, P1),
                () -> {
                    assertThat(sink.written).contains("before", "behind");
                    assertThat(health.get().status()).isEqualTo(Status.HALTED);
                    assertThat(health.get().detail())
                            .contains("tenant north (REFUSED_BY_DATABASE; the last: SQLSTATE 23514", "GUARD=off:north")
                            .doesNotContain("south");
                    assertThat(halted("")).isEqualTo(1);
                    assertThat(halted(NORTH)).isEqualTo(1);
                    assertThat(consumer.committedNow().get(P0).offset()).isEqualTo(1);
                    consumer.appendOf(SOUTH, P0, "later");
                    consumer.appendOf(NORTH, P0, "north's later");
                },
                () -> {
                    assertThat(sink.written).contains("later").doesNotContain("north's later");
                    assertThat(consumer.committedNow().get(P0).offset()).isEqualTo(1);
                    sink.mended = true;
                    advance(LIMIT);
                },
                this::nothing,
                this::nothing);

        assertThat(sink.written)
                .contains(numbered("refused", 60))
                .contains("refused last", "north's later")
                .filteredOn(value -> !value.equals("good"))
                .doesNotHaveDuplicates();
        assertThat(letters()).containsExactly("malformed");
        assertThat(consumer.committedNow())
                .isEqualTo(Map.of(P0, new OffsetAndMetadata(65), P1, new OffsetAndMetadata(2)));
        assertThat(health.get().status()).isEqualTo(Status.READY);
        assertThat(halted("")).isZero();
        assertThat(halted(NORTH)).isZero();
    }

    @Test
    void aTryThatFailsKeepsNothingAndOthersGoOnFromWhereTheyWere() throws InterruptedException {
        consumer.appendOf(NORTH, P0, numbered("malformed", 60));
        consumer.appendOf(SOUTH, P0, "a");

        run(() -> consumer.assignWithCommitted(0, P0), () -> advance(LIMIT), () -> advance(LIMIT), () -> {
            consumer.appendOf(SOUTH, P0, "b");
            consumer.appendOf(SOUTH, P1, "c");
        });

        assertThat(sink.written).containsExactly("a", "b");
        assertThat(letters()).isEmpty();
        assertThat(health.get().status()).isEqualTo(Status.HALTED);
        assertThat(consumer.committedNow().get(P0).offset()).isZero();
    }

    @Test
    void aLongBacklogIsCaughtUpInPartsBetweenWhichOthersAreServed() throws InterruptedException {
        for (int i = 0; i < 4; i++) {
            consumer.appendOf(NORTH, P0, numbered("refused " + i, 120));
            consumer.appendOf(SOUTH, P0, "south " + i);
        }
        consumer.pollAtMost(121);

        run(
                () -> consumer.assignWithCommitted(0, P0),
                this::nothing,
                this::nothing,
                this::nothing,
                () -> {
                    assertThat(sink.written).containsExactly("south 0", "south 1", "south 2", "south 3");
                    sink.mended = true;
                    advance(LIMIT);
                },
                () -> consumer.appendOf(SOUTH, P0, "between"),
                this::nothing,
                () -> assertThat(sink.written).contains("between").doesNotContain("refused 3 119"),
                this::nothing,
                this::nothing,
                this::nothing,
                this::nothing,
                this::nothing,
                this::nothing,
                this::nothing);

        assertThat(sink.written).hasSize(4 * 121 + 1).doesNotHaveDuplicates();
        assertThat(consumer.committedNow()).isEqualTo(Map.of(P0, new OffsetAndMetadata(485)));
        assertThat(health.get().status()).isEqualTo(Status.READY);
    }

    @Test
    void aRestartMeetsTheSameWallAndRepeatsNothingOfOthers() throws InterruptedException {
        consumer.appendOf(NORTH, P0, numbered("malformed n", 49));
        consumer.appendOf(SOUTH, P0, "a", "malformed s");
        run(() -> consumer.assignWithCommitted(0, P0), () -> consumer.appendOf(NORTH, P0, "malformed 50"), () -> {
            consumer.appendOf(SOUTH, P0, "b", "malformed t");
            consumer.appendOf(NORTH, P0, "malformed 51");
        });
        assertThat(letters()).hasSize(49 + 2);
        assertThat(consumer.committedMetadata(P0))
                .isEqualTo("dead-letters-in-a-row:north=49,south=1;held:north;others-done-to:54");
        sink.written.clear();

        ScriptedConsumer restarted = restart(consumer);

        assertThat(sink.written).isEmpty();
        assertThat(letters()).hasSize(49 + 2);
        assertThat(health.get().status()).isEqualTo(Status.HALTED);
        assertThat(health.get().detail()).contains("tenant north (INVALID_FIELD");
        assertThat(restarted.committedNow().get(P0).offset()).isEqualTo(51);
    }

    @Test
    void afterAFixAndARestartTheTenantCatchesUpWithoutEverBeingCalledHalted() throws InterruptedException {
        consumer.appendOf(NORTH, P0, numbered("refused", 60));
        consumer.appendOf(SOUTH, P0, "a");
        run(() -> consumer.assignWithCommitted(0, P0), this::nothing);
        sink.mended = true;
        health.set(Health.waiting("restarting"));
        sink.onWrite = () -> assertThat(health.get().status()).isEqualTo(Status.WAITING);

        ScriptedConsumer restarted = restart(consumer);

        assertThat(sink.written).hasSize(61).doesNotHaveDuplicates();
        assertThat(restarted.committedNow()).isEqualTo(Map.of(P0, new OffsetAndMetadata(61)));
    }

    @Test
    void whenEverythingFailsEveryTenantIsHeldBackAndSaid() throws InterruptedException {
        for (int i = 0; i < 60; i++) {
            consumer.appendOf(NORTH, P0, "refused " + i);
            consumer.appendOf(SOUTH, P0, "refused " + i);
        }

        run(() -> consumer.assignWithCommitted(0, P0), this::nothing);

        assertThat(letters()).isEmpty();
        assertThat(consumer.committedNow().get(P0).offset()).isZero();
        assertThat(health.get().status()).isEqualTo(Status.HALTED);
        assertThat(health.get().detail()).contains("tenant north", "tenant south", "DEAD_LETTER_GUARD=off:north,south");
    }

    @Test
    void anOutageStopsAllAndWhoIsHeldBackIsStillCalledSo() throws InterruptedException {
        consumer.appendOf(NORTH, P0, numbered("refused", 60));

        run(
                () -> consumer.assignWithCommitted(0, P0),
                () -> {
                    sink.away = true;
                    consumer.appendOf(SOUTH, P0, "a");
                },
                () -> {
                    assertThat(health.get().status()).isEqualTo(Status.HALTED);
                    assertThat(health.get().detail()).contains("tenant north", "the target is away");
                    assertThat(gauge("pipeline.target.unavailable")).isEqualTo(1);
                    assertThat(consumer.paused()).containsExactly(P0);
                    sink.away = false;
                    advance(WAIT);
                },
                this::nothing);

        assertThat(sink.written).containsExactly("a");
        assertThat(gauge("pipeline.target.unavailable")).isZero();
        assertThat(health.get().status()).isEqualTo(Status.HALTED);
    }

    @Test
    void anOutageThatATryMeetsLosesNothing() throws InterruptedException {
        consumer.appendOf(NORTH, P0, numbered("refused", 60));
        consumer.appendOf(SOUTH, P0, "a");

        run(
                () -> consumer.assignWithCommitted(0, P0),
                () -> {
                    sink.away = true;
                    advance(LIMIT);
                },
                this::nothing,
                () -> {
                    assertThat(gauge("pipeline.target.unavailable")).isEqualTo(1);
                    sink.away = false;
                    sink.mended = true;
                    advance(LIMIT);
                },
                this::nothing,
                this::nothing);

        assertThat(sink.written).hasSize(61).doesNotHaveDuplicates();
        assertThat(letters()).isEmpty();
        assertThat(health.get().status()).isEqualTo(Status.READY);
    }

    @Test
    void aPartitionThatLeavesIsNotHeldBackHereAnyMore() throws InterruptedException {
        consumer.appendOf(NORTH, P0, numbered("refused", 60));
        consumer.appendOf(SOUTH, P1, "a");

        run(
                () -> consumer.assignWithCommitted(0, P0, P1),
                () -> consumer.rebalance(List.of(P1)),
                () -> assertThat(health.get().status()).isEqualTo(Status.READY),
                () -> advance(LIMIT),
                this::nothing);

        assertThat(consumer.commits()).noneMatch(commit -> commit.containsKey(P0));
        assertThat(halted(NORTH)).isZero();
    }

    @Test
    void aPartitionThatArrivesDuringATryIsReadFromWhereItsGroupCommitted() throws InterruptedException {
        consumer.appendOf(NORTH, P0, numbered("refused", 60));
        consumer.appendOf(SOUTH, P1, "a", "b");

        run(
                () -> consumer.assignWithCommitted(0, P0),
                () -> advance(LIMIT),
                () -> {
                    consumer.rebalance(List.of(P0, P1));
                    consumer.commitSync(Map.of(P1, new OffsetAndMetadata(1)));
                },
                this::nothing,
                this::nothing);

        assertThat(sink.written).containsExactly("b");
        assertThat(health.get().status()).isEqualTo(Status.HALTED);
    }

    @Test
    void recordsWithoutATenantAreAGroupOfTheirOwn() throws InterruptedException {
        consumer.append(P0, numbered("malformed", 60));
        consumer.appendOf("No Tenant's Name", P0, "malformed too");
        consumer.appendOf(SOUTH, P0, "a");

        run(() -> consumer.assignWithCommitted(0, P0), this::nothing);

        assertThat(sink.written).containsExactly("a");
        assertThat(letters()).isEmpty();
        assertThat(health.get().detail())
                .contains("no tenant (INVALID_FIELD")
                .endsWith("DEAD_LETTER_GUARD=off to let them through");
    }

    @Test
    void recordsWithoutATenantAmongGoodOnesOfOthersAreNoFlood() throws InterruptedException {
        for (int i = 0; i < 60; i++) {
            consumer.append(P0, "malformed " + i);
            consumer.appendOf(SOUTH, P0, "good " + i, "good too " + i, "good as well " + i);
        }

        run(() -> consumer.assignWithCommitted(0, P0));

        assertThat(letters()).hasSize(60);
        assertThat(health.get().status()).isEqualTo(Status.READY);
    }

    @Test
    void whatAnOlderVersionNotedCountsForEveryTenant() throws InterruptedException {
        consumer.appendOf(NORTH, P0, numbered("malformed", 10));
        consumer.appendOf(SOUTH, P0, "a");
        consumer.appendOf(SOUTH, P0, numbered("malformed", 10));

        run(() -> consumer.assignWithCommitted(Map.of(P0, new OffsetAndMetadata(0, "dead-letters-in-a-row=45"))));

        assertThat(letters()).as("of who had a good one").hasSize(10);
        assertThat(health.get().detail()).contains("tenant north").doesNotContain("south");
    }

    @Test
    void whatOnlyAGuardThatWasOffCanHaveNotedIsNoStreak() throws InterruptedException {
        consumer.appendOf(NORTH, P0, "malformed");

        run(() -> consumer.assignWithCommitted(Map.of(P0, new OffsetAndMetadata(0, "dead-letters-in-a-row=1200"))));

        assertThat(letters()).containsExactly("malformed");
        assertThat(consumer.committedMetadata(P0)).isEqualTo("dead-letters-in-a-row:north=1");
    }

    @Test
    void whatWasLetThroughEndsTheStreakAndTheGuardBeginsFromNothing() throws InterruptedException {
        consumer.appendOf(NORTH, P0, numbered("malformed", 60));
        run(() -> consumer.assignWithCommitted(0, P0), this::nothing);
        assertThat(letters()).isEmpty();

        ScriptedConsumer letThrough = restart(consumer, FloodGuard.off());
        assertThat(letters()).hasSize(60);
        letThrough.appendOf(NORTH, P0, numbered("malformed again", FloodGuard.IN_A_ROW - 1));
        ScriptedConsumer guarded = restart(letThrough);
        assertThat(letters()).hasSize(60 + FloodGuard.IN_A_ROW - 1);
        assertThat(health.get().status()).isEqualTo(Status.READY);
        guarded.appendOf(NORTH, P0, "one more");
        guarded.appendOf(NORTH, P0, numbered("malformed last", FloodGuard.IN_A_ROW));
        restart(guarded);

        assertThat(letters()).as("a good one ended the row").hasSize(60 + FloodGuard.IN_A_ROW - 1);
        assertThat(health.get().status()).isEqualTo(Status.HALTED);
    }

    @Test
    void onlyTheChosenTenantIsLetThrough() throws InterruptedException {
        for (int i = 0; i < 60; i++) {
            consumer.appendOf(NORTH, P0, "malformed n" + i);
            consumer.appendOf(SOUTH, P0, "malformed s" + i);
        }
        run(() -> consumer.assignWithCommitted(0, P0), this::nothing);

        restart(consumer, FloodGuard.offFor(Set.of(NORTH)));

        assertThat(letters()).hasSize(60).allMatch(letter -> letter.startsWith("malformed n"));
        assertThat(health.get().detail()).contains("tenant south").doesNotContain("north");
    }

    @Test
    void aRedrivenRecordThatGoesWellEndsTheStreak() throws InterruptedException {
        consumer.appendOf(NORTH, P0, numbered("malformed", FloodGuard.IN_A_ROW - 1));
        consumer.appendOf(NORTH, P0, "redriven", "malformed last");
        consumer.redrive(P0, FloodGuard.IN_A_ROW - 1, "tester");

        run(() -> consumer.assignWithCommitted(0, P0));

        assertThat(letters()).hasSize(FloodGuard.IN_A_ROW);
        assertThat(health.get().status()).isEqualTo(Status.READY);
    }

    private List<String> letters() {
        return producer.history().stream()
                .filter(record -> record.topic().equals("moodle.dead-letter"))
                .map(ProducerRecord::value)
                .map(value -> new String(value, UTF_8))
                .toList();
    }

    private double halted(String tenant) {
        return meters.get("pipeline.halted").tag("tenant", tenant).gauge().value();
    }

    private ScriptedConsumer restart(ScriptedConsumer before) throws InterruptedException {
        return restart(before, FloodGuard.on());
    }

    private ScriptedConsumer restart(ScriptedConsumer before, FloodGuard guard) throws InterruptedException {
        ScriptedConsumer restarted = before.restarted();
        ConsumerLoop again = loop(restarted, guard);
        Map<TopicPartition, OffsetAndMetadata> committed = before.committedNow();
        Runnable[] steps = Stream.concat(
                        Stream.of((Runnable) () -> restarted.assignWithCommitted(committed)),
                        Stream.generate(() -> (Runnable) this::nothing).limit(4))
                .toArray(Runnable[]::new);
        restarted.script(again::stop, steps);
        again.run();
        return restarted;
    }
}
