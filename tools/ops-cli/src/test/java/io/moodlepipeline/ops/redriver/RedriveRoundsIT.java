package io.moodlepipeline.ops.redriver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.event.EventType;
import io.moodlepipeline.event.Topics;
import io.moodlepipeline.ops.OpsException;
import io.moodlepipeline.ops.connection.KafkaProperties;
import io.moodlepipeline.ops.connection.Producers;
import io.moodlepipeline.ops.dlt.LetterBox;
import io.moodlepipeline.ops.dlt.LetterBox.Draft;
import io.moodlepipeline.ops.dlt.LetterBox.Written;
import io.moodlepipeline.ops.records.TopicReader;
import io.moodlepipeline.ops.redrive.Originals;
import io.moodlepipeline.runtime.deadletter.AuditRecord;
import io.moodlepipeline.runtime.deadletter.LetterAction;
import io.moodlepipeline.runtime.topics.TopicsApply;
import io.moodlepipeline.testkit.CleanBroker;
import io.moodlepipeline.testkit.KafkaBackend;
import io.moodlepipeline.testkit.SampleEvents;
import io.moodlepipeline.testkit.junit.OnBackends;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rounds at times that the test chooses, against a real broker. */
@OnBackends
class RedriveRoundsIT {
    private static final Duration INTERVAL = Duration.ofMinutes(5);
    private static final Instant FAILED = Instant.parse("2026-03-01T10:00:00Z");
    private static final Draft RETRYABLE = Draft.of("db-writer", EventType.USER_CREATED, SampleEvents.userCreated())
            .withCode(DeadLetterCode.RETRIES_EXHAUSTED)
            .failed(0, FAILED);

    private final KafkaProperties kafka;
    private final LetterBox box;
    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private final TopicReader reader;
    private final Originals originals;
    private final Producer<byte[], byte[]> producer;
    private Instant now = FAILED;
    private final RedriveRounds rounds;

    RedriveRoundsIT(KafkaBackend backend) throws InterruptedException, ExecutionException {
        try (Admin admin = CleanBroker.admin(backend.bootstrapServers())) {
            new TopicsApply(admin).apply(3);
        }
        kafka = RedriverSettings.from(Map.of("KAFKA_BOOTSTRAP_SERVERS", backend.bootstrapServers()))
                .kafka();
        box = new LetterBox(backend.bootstrapServers());
        reader = TopicReader.open(kafka);
        originals = new Originals(kafka);
        producer = Producers.open(kafka);
        rounds = rounds(reader);
    }

    @AfterEach
    void close() {
        reader.close();
        originals.close();
        producer.close();
        box.close();
    }

    @Test
    void aLetterIsSentOnceItsFailureIsAnIntervalAgoAndThenIsOutstanding() {
        box.write(RETRYABLE);
        round(FAILED.plus(INTERVAL).minusSeconds(1));
        assertThat(sent()).isZero();

        round(FAILED.plus(INTERVAL));
        round(FAILED.plus(INTERVAL.multipliedBy(2)));

        assertThat(sent()).isEqualTo(1);
        assertThat(actions()).containsExactly(LetterAction.REDRIVEN);
        assertThat(gauge("redriven", "RETRIES_EXHAUSTED")).isEqualTo(1);
        assertThat(metrics.counter("pipeline.dead.letters.redriven").count()).isEqualTo(1);
    }

    @Test
    void theLettersOfTwoSchoolsWithTheSameEventIdAreSentBoth() {
        UUID event = UUID.randomUUID();
        Written settled = box.write(RETRYABLE.withTenant("south"), event);
        box.write(RETRYABLE, event);
        box.write(RETRYABLE.withTenant("west"), event);
        box.audit(LetterAction.DISCARDED, settled);

        round(FAILED.plus(INTERVAL));

        assertThat(sent()).isEqualTo(2);
        assertThat(actions())
                .containsExactlyInAnyOrder(LetterAction.DISCARDED, LetterAction.REDRIVEN, LetterAction.REDRIVEN);
    }

    @Test
    void lettersOfATopicThatWasMadeAgainAreRedrivenAndThoseOfTheOldOneAreForgotten() throws Exception {
        box.write(RETRYABLE.withCode(DeadLetterCode.REFUSED_BY_DATABASE));
        box.write(RETRYABLE.withCode(DeadLetterCode.REFUSED_BY_DATABASE));
        round(FAILED.plus(INTERVAL));
        assertThat(gauge("open", "REFUSED_BY_DATABASE")).isEqualTo(2);
        try (Admin admin = Admin.create(kafka.admin())) {
            admin.deleteTopics(List.of(Topics.DEAD_LETTER)).all().get();
            await().until(() -> !admin.listTopics().names().get().contains(Topics.DEAD_LETTER));
            new TopicsApply(admin).apply(3);
        }

        box.write(RETRYABLE);
        round(FAILED.plus(INTERVAL.multipliedBy(2)));

        assertThat(sent()).isEqualTo(1);
        assertThat(metrics.find("pipeline.dead.letters")
                        .tag("code", "REFUSED_BY_DATABASE")
                        .gauge())
                .isNull();
    }

    @Test
    void whatCannotPassByItselfIsLeftToPeople() {
        box.write(RETRYABLE.withCode(DeadLetterCode.REFUSED_BY_DATABASE));

        round(FAILED.plus(Duration.ofDays(1)));

        assertThat(sent()).isZero();
        assertThat(box.audits()).isEmpty();
        assertThat(gauge("open", "REFUSED_BY_DATABASE")).isEqualTo(1);
    }

    @Test
    void whatComesBackIsSentAgainUntilItIsParkedAtTheThirdFailure() {
        UUID event = UUID.randomUUID();
        box.write(RETRYABLE, event);
        round(FAILED.plus(INTERVAL));
        box.write(RETRYABLE.failed(1, FAILED.plus(INTERVAL)), event);
        round(FAILED.plus(INTERVAL.multipliedBy(2)));
        box.write(RETRYABLE.failed(2, FAILED.plus(INTERVAL.multipliedBy(2))), event);

        round(FAILED.plus(INTERVAL.multipliedBy(3)));
        round(FAILED.plus(INTERVAL.multipliedBy(4)));

        assertThat(sent()).isEqualTo(2);
        assertThat(actions()).containsExactly(LetterAction.REDRIVEN, LetterAction.REDRIVEN, LetterAction.PARKED);
        assertThat(gauge("parked", "RETRIES_EXHAUSTED")).isEqualTo(1);
        assertThat(metrics.counter("pipeline.dead.letters.parked").count()).isEqualTo(1);
    }

    @Test
    void whatIsResolvedIsForgotten() {
        Written letter = box.write(RETRYABLE);
        round(FAILED.plus(INTERVAL));
        box.audit(LetterAction.RESOLVED, letter);

        round(FAILED.plus(INTERVAL.multipliedBy(2)));

        assertThat(sent()).isEqualTo(1);
        assertThat(metrics.find("pipeline.dead.letters").gauges()).isEmpty();
    }

    @Test
    void aRetryableLetterThatCannotBeSentIsParked() {
        box.write(Draft.of("db-writer", EventType.USER_CREATED, null)
                .withCode(DeadLetterCode.UNEXPECTED_FAILURE)
                .failed(0, FAILED));

        round(FAILED.plus(INTERVAL));

        assertThat(actions()).containsExactly(LetterAction.PARKED);
    }

    @Test
    void anotherRedriverThatComesLaterSendsNothingTwice() {
        box.write(RETRYABLE);
        round(FAILED.plus(INTERVAL));

        try (TopicReader another = TopicReader.open(kafka)) {
            rounds(another).run(() -> false);
        }

        assertThat(sent()).isEqualTo(1);
    }

    @Test
    void whatWasSentAndNotNotedIsSentAgainAndCountsOnceWithItsConsumer() {
        Written letter = box.write(RETRYABLE);
        now = FAILED.plus(INTERVAL);
        WithoutAudits halfAway = new WithoutAudits(producer);

        RedriveRounds brokenOff = rounds(reader, halfAway);
        assertThatExceptionOfType(OpsException.class).isThrownBy(() -> brokenOff.run(() -> false));
        assertThat(sent()).isEqualTo(1);
        assertThat(actions()).isEmpty();
        halfAway.away = false;
        brokenOff.run(() -> false);

        assertThat(sent()).as("harmless: its consumer applies it twice").isEqualTo(2);
        assertThat(actions()).containsExactly(LetterAction.REDRIVEN);
        box.audit(LetterAction.RESOLVED, letter);
        round(FAILED.plus(INTERVAL.multipliedBy(2)));
        assertThat(sent()).isEqualTo(2);
    }

    @Test
    void whatCouldNotBeParkedIsParkedInTheNextRound() {
        box.write(RETRYABLE.failed(2, FAILED));
        now = FAILED.plus(INTERVAL);
        WithoutAudits halfAway = new WithoutAudits(producer);

        RedriveRounds brokenOff = rounds(reader, halfAway);
        assertThatExceptionOfType(OpsException.class).isThrownBy(() -> brokenOff.run(() -> false));
        halfAway.away = false;
        brokenOff.run(() -> false);

        assertThat(sent()).isZero();
        assertThat(actions()).containsExactly(LetterAction.PARKED);
    }

    @Test
    void aRoundThatIsToStopSendsNothingMore() {
        box.write(RETRYABLE);
        now = FAILED.plus(INTERVAL);

        rounds.run(() -> true);

        assertThat(sent()).isZero();
    }

    private RedriveRounds rounds(TopicReader topics) {
        return rounds(topics, producer);
    }

    private RedriveRounds rounds(TopicReader topics, Producer<byte[], byte[]> to) {
        return new RedriveRounds(topics, originals, to, new RedriverMetrics(metrics), new TestClock(), INTERVAL);
    }

    private void round(Instant at) {
        now = at;
        rounds.run(() -> false);
    }

    private int sent() {
        return box.read(EventType.USER_CREATED.topic()).size();
    }

    private List<LetterAction> actions() {
        return box.audits().stream().map(AuditRecord::action).toList();
    }

    private double gauge(String state, String code) {
        return metrics.get("pipeline.dead.letters")
                .tag("state", state)
                .tag("code", code)
                .gauge()
                .value();
    }

    /** Sends everything but audit records, which nobody takes. */
    private static final class WithoutAudits extends MockProducer<byte[], byte[]> {
        private final Producer<byte[], byte[]> real;
        private boolean away = true;

        WithoutAudits(Producer<byte[], byte[]> real) {
            this.real = real;
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> sentOne) {
            return away && sentOne.topic().equals(Topics.DEAD_LETTER_AUDIT)
                    ? CompletableFuture.failedFuture(new TimeoutException("on purpose"))
                    : real.send(sentOne);
        }
    }

    private final class TestClock extends Clock {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }
}
