package io.moodlepipeline.runtime.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.runtime.deadletter.FloodGuard;
import io.moodlepipeline.runtime.service.Health;
import io.moodlepipeline.runtime.service.Health.Status;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** The loop among records that cannot be written, one or many, new or redriven. */
class ConsumerLoopDeadLetterTest extends OnScriptedLoop {
    @Test
    void aRecordThatMeetsAgainAndAgainWhatMostlyPassesIsFoundAndKeptWithoutHoldingUpTheOthers()
            throws InterruptedException {
        consumer.append(P0, "a", "stuck", "b");
        consumer.append(P1, "c");
        Runnable[] steps = new Runnable[2 * (3 + IsolatingSink.TRIES)];
        Arrays.fill(steps, (Runnable) () -> advance(LIMIT));
        steps[0] = () -> consumer.assignWithCommitted(0, P0, P1);
        steps[9] = () -> {
            assertThat(sink.written).contains("a", "b", "c");
            assertThat(consumer.commits()).isEmpty();
            assertThat(health.get().status()).isEqualTo(Status.DEGRADED);
            assertThat(gauge("pipeline.target.unavailable")).isZero();
            advance(LIMIT);
        };

        run(steps);

        assertThat(producer.history()).singleElement().satisfies(letter -> {
            assertThat(letter.value()).asString(UTF_8).isEqualTo("stuck");
            assertThat(header(letter, "dlt.code")).isEqualTo("RETRIES_EXHAUSTED");
            assertThat(header(letter, "dlt.retryable")).isEqualTo("true");
        });
        assertThat(consumer.commits()).containsExactly(Map.of(P0, 3L, P1, 1L));
        assertThat(health.get()).isEqualTo(Health.inGoodOrder());
    }

    @Test
    void whatMostlyPassesAndDoesIsNobodysDeadLetter() throws InterruptedException {
        consumer.append(P0, "a", "stuck", "b");

        run(
                () -> consumer.assignWithCommitted(0, P0),
                () -> {
                    sink.mended = true;
                    advance(WAIT);
                },
                this::nothing);

        assertThat(sink.written).containsExactly("a", "stuck", "b");
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void aPoisonedRecordIsKeptAsADeadLetterAndTheRestIsWrittenOnce() throws InterruptedException {
        consumer.append(P0, "a", "refused", "b", "c");
        consumer.beforeCommit(() -> assertThat(producer.history()).hasSize(1));

        run(() -> consumer.assignWithCommitted(0, P0));

        assertThat(sink.written).containsExactly("a", "b", "c");
        assertThat(consumer.commits()).containsExactly(Map.of(P0, 4L));
        ProducerRecord<byte[], byte[]> letter = producer.history().get(0);
        assertThat(letter.topic()).isEqualTo("moodle.dead-letter");
        assertThat(letter.value()).asString(UTF_8).isEqualTo("refused");
        assertThat(header(letter, "dlt.code")).isEqualTo("REFUSED_BY_DATABASE");
        assertThat(header(letter, "dlt.consumer")).isEqualTo("tester");
        assertThat(header(letter, "__connect.errors.offset")).isEqualTo("1");
    }

    @Test
    void aBugThatOneRecordTriggersCostsOnlyThatRecordAfterAFewTriesAndIsNotQuoted() throws InterruptedException {
        consumer.append(P0, "a", "b", "bug");
        Runnable[] steps = new Runnable[2 * IsolatingSink.TRIES];
        Arrays.fill(steps, (Runnable) () -> advance(LIMIT));
        steps[0] = () -> consumer.assignWithCommitted(0, P0);

        run(steps);

        assertThat(sink.written).contains("a", "b");
        assertThat(consumer.commits()).containsExactly(Map.of(P0, 3L));
        ProducerRecord<byte[], byte[]> letter = producer.history().get(0);
        assertThat(header(letter, "dlt.code")).isEqualTo("UNEXPECTED_FAILURE");
        assertThat(header(letter, "__connect.errors.exception.class.name"))
                .isEqualTo("java.lang.IllegalStateException");
        assertThat(header(letter, "__connect.errors.exception.message")).doesNotContain("marked-4711");
    }

    @Test
    void anErrorThatOneRecordTriggersCostsOnlyThatRecordAfterAFewTries() throws InterruptedException {
        consumer.append(P0, "a", "deep", "b");
        Runnable[] steps = new Runnable[2 * IsolatingSink.TRIES];
        Arrays.fill(steps, (Runnable) () -> advance(LIMIT));
        steps[0] = () -> consumer.assignWithCommitted(0, P0);

        run(steps);

        assertThat(sink.written).contains("a", "b");
        assertThat(consumer.commits()).containsExactly(Map.of(P0, 3L));
        assertThat(producer.history()).singleElement().satisfies(letter -> {
            assertThat(letter.value()).asString(UTF_8).isEqualTo("deep");
            assertThat(header(letter, "dlt.code")).isEqualTo("UNEXPECTED_FAILURE");
            assertThat(header(letter, "__connect.errors.exception.class.name"))
                    .isEqualTo("java.lang.StackOverflowError");
        });
        assertThat(health.get()).isEqualTo(Health.inGoodOrder());
    }

    @Test
    void whoRanOutOfMemoryEndsForAnotherOnceTheRecordIsKeptAndCommitted() throws InterruptedException {
        consumer.append(P0, "a", "huge", "b");
        Runnable[] steps = new Runnable[2 * IsolatingSink.TRIES];
        Arrays.fill(steps, (Runnable) () -> advance(LIMIT));
        steps[0] = () -> consumer.assignWithCommitted(0, P0);

        run(steps);

        assertThat(sink.written).contains("a", "b");
        assertThat(producer.history()).singleElement().satisfies(letter -> {
            assertThat(letter.value()).asString(UTF_8).isEqualTo("huge");
            assertThat(header(letter, "dlt.code")).isEqualTo("UNEXPECTED_FAILURE");
        });
        assertThat(consumer.commits()).containsExactly(Map.of(P0, 3L));
        assertThat(health.get().live()).isFalse();
        assertThat(health.get().detail()).contains("there was no memory for the records in hand");
    }

    @Test
    void whoRanOutOfMemoryDoesNotWaitForAnOutageToEnd() throws InterruptedException {
        consumer.append(P0, "huge");
        sink.onWrite = () -> sink.away = sink.calls > 1;

        run(() -> consumer.assignWithCommitted(0, P0), () -> advance(LIMIT), () -> advance(LIMIT));

        assertThat(health.get().live()).isFalse();
        assertThat(consumer.commits()).isEmpty();
    }

    @Test
    void aFloodHaltsTheConsumerUntilItsCauseIsMended() throws InterruptedException {
        consumer.append(P0, numbered("refused", 60));

        run(
                () -> consumer.assignWithCommitted(0, P0),
                () -> {
                    assertThat(health.get().status()).isEqualTo(Status.HALTED);
                    assertThat(health.get().detail())
                            .contains("REFUSED_BY_DATABASE; the last: SQLSTATE 23514", "DEAD_LETTER_GUARD=off");
                    assertThat(health.get().ready()).isFalse();
                    assertThat(health.get().live()).isTrue();
                    assertThat(gauge("pipeline.halted")).isEqualTo(1);
                    assertThat(consumer.commits()).isEmpty();
                    advance(LIMIT);
                },
                () -> {
                    assertThat(health.get().status()).isEqualTo(Status.HALTED);
                    sink.mended = true;
                    advance(LIMIT);
                },
                this::nothing);

        assertThat(producer.history()).isEmpty();
        assertThat(sink.written).hasSize(60);
        assertThat(consumer.commits()).containsExactly(Map.of(P0, 60L));
        assertThat(health.get()).isEqualTo(Health.inGoodOrder());
        assertThat(gauge("pipeline.halted")).isZero();
    }

    @Test
    void aFloodThatComesInDropsIsSeenToo() throws InterruptedException {
        Runnable[] steps = new Runnable[60];
        Arrays.fill(steps, (Runnable) () -> consumer.append(P0, "malformed"));
        steps[0] = () -> consumer.assignWithCommitted(0, P0);

        run(steps);

        assertThat(producer.history()).hasSize(FloodGuard.IN_A_ROW - 1);
        assertThat(health.get().status()).isEqualTo(Status.HALTED);
    }

    @Test
    void aRestartMeetsTheSameWall() throws InterruptedException {
        consumer.append(P0, numbered("malformed", 40));
        run(() -> consumer.assignWithCommitted(0, P0), this::nothing);
        String streak = consumer.committedMetadata(P0);
        assertThat(streak).isEqualTo("dead-letters-in-a-row:-=40");

        ScriptedConsumer restarted = new ScriptedConsumer();
        restarted.append(P0, numbered("malformed", 50));
        ConsumerLoop again = loop(restarted);
        restarted.script(
                again::stop, () -> restarted.assignWithCommitted(Map.of(P0, new OffsetAndMetadata(40, streak))));
        again.run();

        assertThat(producer.history()).hasSize(40);
        assertThat(health.get().status()).isEqualTo(Status.HALTED);
        assertThat(restarted.commits()).isEmpty();
    }

    @Test
    void aStreakThatEndedIsForgottenBesideEveryPartition() throws InterruptedException {
        consumer.append(P0, "malformed");

        run(
                () -> consumer.assignWithCommitted(0, P0, P1),
                () -> {
                    assertThat(consumer.committedMetadata(P0)).isEqualTo("dead-letters-in-a-row:-=1");
                    consumer.append(P1, "good");
                },
                this::nothing);

        assertThat(consumer.committedMetadata(P0)).isEmpty();
        assertThat(consumer.committedMetadata(P1)).isEmpty();
        assertThat(consumer.commits()).containsExactly(Map.of(P0, 1L), Map.of(P0, 1L, P1, 1L));
    }

    @Test
    void aRecordRedrivenForAnotherIsSkippedUnread() throws InterruptedException {
        consumer.append(P0, "refused", "b");
        consumer.redrive(P0, 0, "zoho-sink.north");

        run(() -> consumer.assignWithCommitted(0, P0));

        assertThat(sink.written).containsExactly("b");
        assertThat(producer.history()).isEmpty();
        assertThat(consumer.commits()).containsExactly(Map.of(P0, 2L));
        assertThat(counted("skipped", "")).isEqualTo(1);
    }

    @Test
    void aRecordRedrivenForThisConsumerIsResolvedBeforeItsOffsetIsCommitted() throws InterruptedException {
        consumer.append(P0, "a");
        consumer.redrive(P0, 0, "tester");
        consumer.beforeCommit(() -> assertThat(producer.history())
                .singleElement()
                .extracting(ProducerRecord::topic)
                .isEqualTo("moodle.dead-letter-audit"));

        run(() -> consumer.assignWithCommitted(0, P0));

        assertThat(consumer.commits()).hasSize(1);
    }

    @Test
    void aRedriveThatFailsWholesaleIsNoFlood() throws InterruptedException {
        consumer.append(P0, numbered("refused", 60));
        for (int offset = 0; offset < 60; offset++) {
            consumer.redrive(P0, offset, "tester");
        }

        run(() -> consumer.assignWithCommitted(0, P0));

        assertThat(producer.history()).hasSize(60);
        assertThat(consumer.commits()).containsExactly(Map.of(P0, 60L));
    }
}
