package io.moodlepipeline.runtime.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moodlepipeline.event.DeadLetterCode;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class IsolatingSinkTest {
    private final FakeSink target = new FakeSink();
    private final IsolatingSink sink = new IsolatingSink(target);

    @Test
    void aGoodBatchIsWrittenAtOnce() throws Exception {
        assertThat(sink.write(batch("a", "b", "c"))).isEmpty();

        assertThat(target.written).containsExactly("a", "b", "c");
        assertThat(target.calls).isEqualTo(1);
    }

    @Test
    void whatTheTargetReturnsIsReturned() throws Exception {
        List<Refusal> refusals = sink.write(batch("a", "malformed", "c"));

        assertThat(values(refusals)).containsExactly("malformed");
        assertThat(target.calls).isEqualTo(1);
    }

    @Test
    void oneRefusedRecordOfManyStandsAloneAfterAFewMoreWrites() throws Exception {
        String[] values = new String[1_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = i == 337 ? "refused" : "good " + i;
        }

        List<Refusal> refusals = sink.write(batch(values));

        assertThat(values(refusals)).containsExactly("refused");
        assertThat(refusals.get(0).failure()).isEqualTo(FakeSink.REFUSED);
        assertThat(target.written)
                .hasSize(999)
                .doesNotHaveDuplicates()
                .isSortedAccordingTo(IsolatingSinkTest::byNumber);
        assertThat(target.calls).isLessThanOrEqualTo(1 + 2 * 10);
    }

    @Test
    void everyKindOfTroubleInOneBatchIsIsolatedWithItsOwnReason() throws Exception {
        List<Refusal> refusals = sink.write(batch("refused 1", "a", "malformed", "b", "bug", "c", "refused 2"));

        assertThat(values(refusals)).containsExactly("refused 1", "malformed", "bug", "refused 2");
        assertThat(refusals)
                .extracting(refusal -> refusal.failure().code())
                .containsExactly(
                        DeadLetterCode.REFUSED_BY_DATABASE,
                        DeadLetterCode.INVALID_FIELD,
                        DeadLetterCode.UNEXPECTED_FAILURE,
                        DeadLetterCode.REFUSED_BY_DATABASE);
        assertThat(target.written).containsExactly("a", "b", "c");
    }

    @Test
    void aBatchOfNothingButRefusedRecordsIsRefusedWhole() throws Exception {
        assertThat(values(sink.write(batch("refused 1", "refused 2", "refused 3"))))
                .containsExactly("refused 1", "refused 2", "refused 3");
    }

    @Test
    void anOutageInTheMiddleIsAnOutageOfTheBatch() {
        target.onWrite = () -> target.away = target.calls == 3;

        assertThatThrownBy(() -> sink.write(batch("a", "b", "refused", "c")))
                .isInstanceOf(SinkUnavailableException.class);
    }

    @Test
    void anErrorOfTheMachineIsNobodysRecord() {
        target.onWrite = () -> {
            throw new OutOfMemoryError("on purpose");
        };

        assertThatThrownBy(() -> sink.write(batch("a"))).isInstanceOf(OutOfMemoryError.class);
    }

    private static int byNumber(String one, String other) {
        return Integer.compare(Integer.parseInt(one.substring(5)), Integer.parseInt(other.substring(5)));
    }

    private static List<ConsumerRecord<byte[], byte[]>> batch(String... values) {
        List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>();
        for (String value : values) {
            batch.add(ScriptedConsumer.record(new TopicPartition("topic", 0), batch.size(), value));
        }
        return batch;
    }

    private static List<String> values(List<Refusal> refusals) {
        return refusals.stream()
                .map(refusal -> FakeSink.value(refusal.original()))
                .toList();
    }
}
