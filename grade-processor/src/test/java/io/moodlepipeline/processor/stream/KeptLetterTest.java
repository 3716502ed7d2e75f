package io.moodlepipeline.processor.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.event.EventHeaders;
import io.moodlepipeline.runtime.deadletter.DeadLetterHeaders;
import io.moodlepipeline.runtime.deadletter.DeadLetters;
import io.moodlepipeline.runtime.deadletter.Failure;
import io.moodlepipeline.runtime.deadletter.LetterPosition;
import io.moodlepipeline.runtime.deadletter.RedriveHeaders;
import io.moodlepipeline.runtime.record.Origin;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.UUID;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KeptLetterTest {
    private static final Origin GRADE = new Origin("moodle.grade-updated", 2, 7);
    private static final long TIME = 1_756_713_600_123L;

    @Test
    void letterIsRecognisedWhenItsGradeComesAgain() {
        Headers grade = grade();

        assertThat(KeptLetter.read(TIME, letter(grade, GradeTopology.CONSUMER)))
                .contains(KeptLetter.of(GRADE, TIME, grade, DeadLetterCode.NOT_JSON));
    }

    @Test
    void letterOfARedrivenGradeIsRecognisedAndDoesNotCount() {
        Headers grade = redriven();

        KeptLetter letter = KeptLetter.of(GRADE, TIME, grade, DeadLetterCode.NOT_JSON);
        assertThat(KeptLetter.read(TIME, letter(grade, GradeTopology.CONSUMER))).contains(letter);
        assertThat(letter.counts()).isFalse();
        assertThat(KeptLetter.of(GRADE, TIME, grade(), DeadLetterCode.NOT_JSON).counts())
                .isTrue();
    }

    @Test
    void anotherGradeAtTheSamePlaceOrAnotherReasonIsAnotherLetter() {
        KeptLetter letter = KeptLetter.of(GRADE, TIME, grade(), DeadLetterCode.NOT_JSON);

        assertThat(KeptLetter.of(GRADE, TIME, grade(), DeadLetterCode.NOT_JSON)).isNotEqualTo(letter);
        assertThat(KeptLetter.of(GRADE, TIME, new RecordHeaders(), DeadLetterCode.NOT_JSON))
                .isNotEqualTo(KeptLetter.of(GRADE, TIME + 1, new RecordHeaders(), DeadLetterCode.NOT_JSON))
                .isNotEqualTo(KeptLetter.of(GRADE, TIME, new RecordHeaders(), DeadLetterCode.TOO_DEEP));
    }

    @Test
    void letterOfAnotherConsumerIsNotOurs() {
        assertThat(KeptLetter.read(TIME, letter(grade(), "db-writer"))).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        DeadLetterHeaders.PARTITION + ",-1",
        DeadLetterHeaders.PARTITION + ",99999999999",
        DeadLetterHeaders.OFFSET + ",x",
        DeadLetterHeaders.OFFSET + ",",
        DeadLetterHeaders.TOPIC + ","
    })
    void whatSaysNoPlaceIsNotOurs(String header, String value) {
        Headers letter = letter(grade(), GradeTopology.CONSUMER);
        letter.remove(header);
        if (value != null) {
            letter.add(header, utf8(value));
        }

        assertThat(KeptLetter.read(TIME, letter)).isEmpty();
    }

    private static Headers grade() {
        return new RecordHeaders().add(EventHeaders.ID, utf8(UUID.randomUUID().toString()));
    }

    private static Headers redriven() {
        Headers grade = grade().add(DeadLetterHeaders.ATTEMPTS, utf8("1"));
        RedriveHeaders.mark(grade, GradeTopology.CONSUMER, new LetterPosition(0, 0), UUID.randomUUID());
        return grade;
    }

    private static Headers letter(Headers grade, String consumer) {
        Failure failure = new Failure(DeadLetterCode.NOT_JSON, Failure.VALUE_CONVERTER, "class", "message");
        return new DeadLetters(consumer, Clock.systemUTC())
                .of(null, null, grade, GRADE, failure)
                .headers();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
