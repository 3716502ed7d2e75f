package io.moodlepipeline.ops.redrive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.moodlepipeline.event.Topics;
import io.moodlepipeline.ops.OpsException;
import io.moodlepipeline.ops.deadletter.Letter;
import io.moodlepipeline.runtime.deadletter.LetterAction;
import io.moodlepipeline.runtime.deadletter.LetterIdentity;
import io.moodlepipeline.runtime.deadletter.LetterPosition;
import java.time.Clock;
import java.time.Instant;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** What is on record when the program ends in between. */
class LetterOperationsTest {
    private static final byte[] KEY = {1};
    private static final Letter LETTER = new Letter(
            new LetterPosition(0, 3),
            new LetterIdentity("north", "an event", "db-writer"),
            "RETRIES_EXHAUSTED",
            "north",
            "user_created",
            7,
            1,
            Instant.EPOCH,
            true);
    private static final Redrive.Send SEND =
            new Redrive.Send(new ProducerRecord<>("moodle.user-created", KEY, KEY), LetterAction.REDRIVEN);

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final LetterOperations operations =
            new LetterOperations(Operation.begin("somebody", "", Clock.systemUTC()), producer);

    @Test
    void aRedriveIsNotedOnlyOnceTheBrokersHaveTheRecord() {
        operations.redrive(LETTER, KEY, SEND);
        assertThat(producer.history()).extracting(ProducerRecord::topic).containsExactly("moodle.user-created");

        producer.completeNext();
        operations.redrive(LETTER, KEY, SEND);

        assertThat(producer.history())
                .extracting(ProducerRecord::topic)
                .containsExactly("moodle.user-created", "moodle.user-created", Topics.DEAD_LETTER_AUDIT);
        assertThat(operations.noted(LetterAction.REDRIVEN)).isZero();
    }

    @Test
    void aRecordThatWasNotTakenIsNotNoted() {
        operations.redrive(LETTER, KEY, SEND);
        producer.errorNext(new TimeoutException("a broker's words"));

        assertThatExceptionOfType(OpsException.class)
                .isThrownBy(operations::finish)
                .withMessageNotContaining("a broker's words");
        assertThat(producer.history()).hasSize(1);
    }

    @Test
    void aRecordTooLargeLeavesItsLetterAndHoldsUpNoOther() {
        operations.redrive(LETTER, KEY, SEND);
        producer.errorNext(new RecordTooLargeException());

        operations.redrive(LETTER, KEY, SEND);
        producer.completeNext();
        operations.redrive(LETTER, KEY, SEND);

        assertThat(operations.tooLarge()).isEqualTo(1);
        assertThat(producer.history())
                .extracting(ProducerRecord::topic)
                .filteredOn(Topics.DEAD_LETTER_AUDIT::equals)
                .hasSize(1);
    }

    @Test
    void anAuditTopicThatTakesNothingIsNoLetterOfTooGreatASize() {
        operations.note(LetterAction.PARKED, LETTER, KEY);
        producer.errorNext(new RecordTooLargeException());

        assertThatExceptionOfType(OpsException.class)
                .isThrownBy(operations::finish)
                .withMessageContaining(Topics.DEAD_LETTER_AUDIT);
        assertThat(operations.tooLarge()).isZero();
        assertThat(operations.noted(LetterAction.PARKED)).isZero();
    }

    @Test
    void ofSeveralThatWereTakenThoseWhoseNoteWasNotAreNotCounted() {
        operations.redrive(LETTER, KEY, SEND);
        operations.redrive(LETTER, KEY, SEND);
        producer.completeNext();
        producer.completeNext();
        operations.redrive(LETTER, KEY, SEND);
        producer.completeNext();
        producer.completeNext();
        producer.errorNext(new TimeoutException("a broker's words"));
        producer.completeNext();

        assertThatExceptionOfType(OpsException.class).isThrownBy(operations::finish);

        assertThat(operations.noted(LetterAction.REDRIVEN)).isEqualTo(1);
    }
}
