package io.moodlepipeline.processor.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.moodlepipeline.event.EventHeaders;
import io.moodlepipeline.event.EventMetadata;
import io.moodlepipeline.event.EventType;
import io.moodlepipeline.processor.banding.BandingPolicy;
import io.moodlepipeline.runtime.deadletter.DeadLetterHeaders;
import io.moodlepipeline.runtime.deadletter.DeadLetters;
import io.moodlepipeline.runtime.deadletter.FloodGuard;
import io.moodlepipeline.runtime.record.RecordText;
import io.moodlepipeline.testkit.SampleEvents;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedForward;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;

/** A grade that makes the machine fail, not the program. */
final class BandGradesErrorTest {
    private static final UUID ID = UUID.fromString("0198f0a0-0000-7000-8000-000000000001");

    private final MockProcessorContext<byte[], byte[]> context = new MockProcessorContext<>();

    @Test
    void anErrorThatRepeatsMakesADeadLetter() {
        process(headersThatFail(3));

        CapturedForward<?, ?> letter = onlyForward(GradeTopology.DEAD_LETTERS);
        Headers headers = letter.record().headers();
        assertThat(RecordText.header(headers, DeadLetterHeaders.CODE)).isEqualTo("UNEXPECTED_FAILURE");
        assertThat(RecordText.header(headers, DeadLetterHeaders.EXCEPTION_CLASS))
                .isEqualTo("java.lang.StackOverflowError");
    }

    @Test
    void anErrorThatPassesCostsNothing() {
        process(headersThatFail(2));

        onlyForward(GradeTopology.ENRICHED);
    }

    private void process(Headers headers) {
        BandGrades step = new BandGrades(
                new GradeEnricher(BandingPolicy.BUILT_IN),
                new DeadLetters(GradeTopology.CONSUMER, Clock.systemUTC()),
                FloodGuard.on(),
                new GuardMemory(),
                new KeptLetters(List.of()),
                new GradeMetrics(new SimpleMeterRegistry()));
        step.init(context);
        context.setRecordMetadata(EventType.GRADE_UPDATED.topic(), 0, 0);
        step.process(new Record<>(null, SampleEvents.gradeUpdated(), 0, headers));
    }

    private CapturedForward<?, ?> onlyForward(String child) {
        assertThat(context.forwarded()).hasSize(1);
        CapturedForward<?, ?> forward = context.forwarded().get(0);
        assertThat(forward.childName()).hasValue(child);
        return forward;
    }

    /** @param times how often reading them takes more of the stack than there is */
    private static Headers headersThatFail(int times) {
        Headers headers = new RecordHeaders();
        new EventMetadata(ID, EventType.GRADE_UPDATED, "default", Instant.EPOCH, ID, 0)
                .toHeaders()
                .forEach((name, value) -> headers.add(name, value.getBytes(UTF_8)));
        byte[] sequence = headers.lastHeader(EventHeaders.SEQUENCE).value();
        AtomicInteger failures = new AtomicInteger(times);
        headers.remove(EventHeaders.SEQUENCE).add(new Header() {
            @Override
            public String key() {
                return EventHeaders.SEQUENCE;
            }

            @Override
            public byte[] value() {
                if (failures.getAndDecrement() > 0) {
                    throw new StackOverflowError();
                }
                return sequence;
            }
        });
        return headers;
    }
}
