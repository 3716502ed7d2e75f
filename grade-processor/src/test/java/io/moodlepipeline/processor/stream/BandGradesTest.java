package io.moodlepipeline.processor.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.event.EventHeaders;
import io.moodlepipeline.event.EventMetadata;
import io.moodlepipeline.event.EventType;
import io.moodlepipeline.processor.banding.BandingPolicy;
import io.moodlepipeline.runtime.deadletter.DeadLetters;
import io.moodlepipeline.runtime.deadletter.FloodGuard;
import io.moodlepipeline.runtime.record.Origin;
import io.moodlepipeline.runtime.record.RecordText;
import io.moodlepipeline.testkit.SampleEvents;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;

/** What a start in the middle of a partition changes; all else is in {@link GradeTopologyTest}. */
final class BandGradesTest {
    private static final int PARTITION = 3;
    private static final long TIME = 1_756_713_600_123L;
    private static final TopicPartition GRADES = new TopicPartition(EventType.GRADE_UPDATED.topic(), PARTITION);
    private static final UUID ID = UUID.fromString("0198f0a0-0000-7000-8000-000000000001");
    private static final String TENANT = "north-college";
    private static final String OTHER = "south-college";
    private static final String STREAMS_OWN = "AgAAAZkCbbR7";

    private final MockProcessorContext<byte[], byte[]> context = new MockProcessorContext<>();
    private final GuardMemory memory = new GuardMemory();

    @Test
    void startAfterARowOfLettersMeetsTheWallWhereItStood() {
        BandGrades step = startedWith(lettersOf(1000, 1000 + FloodGuard.IN_A_ROW - 1));

        bad(step, 1000 + FloodGuard.IN_A_ROW - 1);

        assertThat(context.forwarded()).isEmpty();
        assertThat(memory.held()).containsExactly(TENANT);
        assertThat(committing(2000).offset()).isEqualTo(1000 + FloodGuard.IN_A_ROW - 1);
    }

    @Test
    void lettersThatWereKeptButNotCommittedCountOnceAndAreNotSentAgain() {
        // 20 are committed, 10 come again.
        BandGrades step = startedWith(lettersOf(1000, 1030));

        for (int offset = 1020; offset < 1000 + FloodGuard.IN_A_ROW - 1; offset++) {
            bad(step, offset);
        }
        assertThat(context.forwarded()).hasSize(FloodGuard.IN_A_ROW - 1 - 30);
        assertThat(memory.held()).isEmpty();

        bad(step, 1000 + FloodGuard.IN_A_ROW - 1);
        assertThat(memory.held()).containsExactly(TENANT);
    }

    @Test
    void partitionThatComesLaterThanItsLettersAreKnownForBeginsAnew() {
        BandGrades step = startedWith(lettersOf(1000, 1000 + FloodGuard.IN_A_ROW - 1));

        bad(step, 2000);

        assertThat(context.forwarded()).hasSize(1);
    }

    @Test
    void rowOfLettersThatOnlyAGuardThatWasOffCanHaveLeftHasEnded() {
        BandGrades step = startedWith(lettersOf(1000, 1400));

        bad(step, 1400);

        assertThat(context.forwarded()).hasSize(1);
        assertThat(memory.held()).isEmpty();
    }

    @Test
    void startMeetsTheWallByWhatIsNotedThoughTheLettersAreGone() {
        BandGrades first = startedWith(lettersOf(0, 0));
        for (int offset = 0; offset < 60; offset++) {
            bad(first, offset);
            good(first, 100 + offset);
        }
        OffsetAndMetadata committed = committing(160);
        assertThat(committed.offset()).isEqualTo(FloodGuard.IN_A_ROW - 1);

        BandGrades again = restartedFrom(committed);
        bad(again, FloodGuard.IN_A_ROW - 1);

        assertThat(context.forwarded()).isEmpty();
        assertThat(memory.held()).containsExactly(TENANT);
    }

    @Test
    void whatOthersSentBehindWhoIsHeldBackIsNotDoneTwice() {
        BandGrades first = startedWith(lettersOf(0, 0));
        for (int offset = 0; offset < FloodGuard.IN_A_ROW; offset++) {
            bad(first, offset);
        }
        good(first, 50);
        bad(first, 51, OTHER);
        good(first, 52, TENANT);

        BandGrades again = restartedFrom(committing(53));
        for (int offset = FloodGuard.IN_A_ROW - 1; offset < 50; offset++) {
            bad(again, offset);
        }
        good(again, 50);
        bad(again, 51, OTHER);
        good(again, 52, TENANT);
        good(again, 53);

        assertThat(context.forwarded())
                .extracting(forward -> RecordText.tenant(forward.record().headers()))
                .as("what came after the stop, and what of the one who is held back goes well")
                .containsExactly(TENANT, OTHER);
    }

    @Test
    void whatWasLetThroughEndsTheRow() {
        BandGrades off = started(FloodGuard.off(), lettersOf(0, 0));
        for (int offset = 0; offset < 30; offset++) {
            bad(off, offset);
        }

        BandGrades guarded = restartedFrom(committing(30));
        for (int offset = 30; offset < 30 + FloodGuard.IN_A_ROW - 1; offset++) {
            bad(guarded, offset);
        }
        assertThat(context.forwarded()).hasSize(FloodGuard.IN_A_ROW - 1);
        assertThat(memory.held()).isEmpty();

        bad(guarded, 30 + FloodGuard.IN_A_ROW - 1);
        assertThat(memory.held()).containsExactly(TENANT);
    }

    @Test
    void chosenTenantIsLetThroughAlone() {
        BandGrades step = started(FloodGuard.offFor(Set.of(TENANT)), lettersOf(0, 0));
        for (int offset = 0; offset < 120; offset += 2) {
            bad(step, offset, TENANT);
            bad(step, offset + 1, OTHER);
        }

        assertThat(context.forwarded()).hasSize(60 + FloodGuard.IN_A_ROW - 1);
        assertThat(memory.held()).containsExactly(OTHER);
    }

    @Test
    void partitionThatLeavesHoldsNobodyBackButItsLastCommitStillDoes() {
        BandGrades step = startedWith(lettersOf(0, 0));
        for (int offset = 0; offset < FloodGuard.IN_A_ROW; offset++) {
            bad(step, offset);
        }

        step.close();

        assertThat(memory.held()).isEmpty();
        assertThat(memory.health()).isEmpty();
        assertThat(committing(60).offset()).isEqualTo(FloodGuard.IN_A_ROW - 1);
    }

    private BandGrades startedWith(KeptLetters kept) {
        return started(FloodGuard.on(), kept);
    }

    private BandGrades restartedFrom(OffsetAndMetadata committed) {
        assertThat(memory.read(Map.of(GRADES, committed)).get(GRADES).metadata())
                .as("what is Streams' own")
                .isEqualTo(STREAMS_OWN);
        context.resetForwards();
        return started(FloodGuard.on(), lettersOf(0, 0));
    }

    private BandGrades started(FloodGuard guard, KeptLetters kept) {
        BandGrades step = new BandGrades(
                new GradeEnricher(BandingPolicy.BUILT_IN),
                new DeadLetters(GradeTopology.CONSUMER, Clock.systemUTC()),
                guard,
                memory,
                kept,
                new GradeMetrics(new SimpleMeterRegistry()));
        step.init(context);
        return step;
    }

    /** What becomes of it when Streams commits that it has read up to here. */
    private OffsetAndMetadata committing(long read) {
        return memory.toCommit(Map.of(GRADES, new OffsetAndMetadata(read, STREAMS_OWN)))
                .get(GRADES);
    }

    private void bad(BandGrades step, long offset) {
        bad(step, offset, TENANT);
    }

    private void bad(BandGrades step, long offset, String tenant) {
        process(step, offset, tenant, "not JSON".getBytes(StandardCharsets.UTF_8));
    }

    private void good(BandGrades step, long offset) {
        good(step, offset, OTHER);
    }

    private void good(BandGrades step, long offset, String tenant) {
        process(step, offset, tenant, SampleEvents.gradeUpdated());
    }

    private void process(BandGrades step, long offset, String tenant, byte[] body) {
        context.setRecordMetadata(GRADES.topic(), PARTITION, offset);
        Headers headers = new RecordHeaders();
        new EventMetadata(UUID.randomUUID(), EventType.GRADE_UPDATED, tenant, Instant.EPOCH, UUID.randomUUID(), 0)
                .toHeaders()
                .forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
        headers.remove(EventHeaders.ID).add(EventHeaders.ID, ID.toString().getBytes(StandardCharsets.UTF_8));
        step.process(new Record<>(null, body, TIME, headers));
    }

    private static KeptLetters lettersOf(long from, long to) {
        return new KeptLetters(LongStream.range(from, to)
                .mapToObj(offset -> KeptLetter.of(
                        new Origin(EventType.GRADE_UPDATED.topic(), PARTITION, offset),
                        TIME,
                        new RecordHeaders().add(EventHeaders.ID, ID.toString().getBytes(StandardCharsets.UTF_8)),
                        DeadLetterCode.NOT_JSON))
                .toList());
    }
}
