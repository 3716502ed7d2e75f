package io.moodlepipeline.runtime.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moodlepipeline.event.Topics;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class AcknowledgedProducerTest {
    private static final ProducerRecord<byte[], byte[]> LETTER = new ProducerRecord<>(Topics.DEAD_LETTER, new byte[1]);
    private static final ProducerRecord<byte[], byte[]> AUDIT =
            new ProducerRecord<>(Topics.DEAD_LETTER_AUDIT, new byte[1]);

    private final Answers answers = new Answers();
    private final AcknowledgedProducer producer = new AcknowledgedProducer(answers);

    @Test
    void aLetterThatWasTakenIsNotEnoughWhenTheAuditRecordBesideItWasNot() {
        answers.give(CompletableFuture.completedFuture(null));
        answers.give(CompletableFuture.failedFuture(new TopicAuthorizationException("marked-4711")));

        assertThatThrownBy(() -> producer.send(List.of(LETTER, AUDIT)))
                .isInstanceOf(NotAcknowledgedException.class)
                .hasMessageNotContaining("marked-4711");
    }

    @Test
    void aRecordThatFailsLongAfterItWasSentWasNotTaken() {
        Acknowledgement late = new Acknowledgement(new TimeoutException("on purpose"));
        answers.give(late);
        answers.give(CompletableFuture.completedFuture(null));

        assertThatThrownBy(() -> producer.send(List.of(LETTER, AUDIT))).isInstanceOf(NotAcknowledgedException.class);
    }

    @Test
    void afterAFailureNoMoreAreSentThatWouldWaitForTheSame() {
        answers.give(CompletableFuture.failedFuture(new TimeoutException("on purpose")));

        assertThatThrownBy(() -> producer.send(List.of(LETTER, LETTER, AUDIT)))
                .isInstanceOf(NotAcknowledgedException.class);

        assertThat(answers.sent).isEqualTo(1);
    }

    /** Fails only once somebody waits for it. */
    private static final class Acknowledgement extends CompletableFuture<RecordMetadata> {
        private final RuntimeException failure;

        Acknowledgement(RuntimeException failure) {
            this.failure = failure;
        }

        @Override
        public RecordMetadata get() throws InterruptedException, ExecutionException {
            completeExceptionally(failure);
            return super.get();
        }
    }

    /** Gives each record the answer that is next. */
    private static final class Answers extends MockProducer<byte[], byte[]> {
        private final Deque<Future<RecordMetadata>> answers = new ArrayDeque<>();
        private int sent;

        Answers() {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        void give(Future<RecordMetadata> answer) {
            answers.add(answer);
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> sentOne) {
            sent++;
            return answers.remove();
        }
    }
}
