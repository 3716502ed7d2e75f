package io.moodlepipeline.runtime.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.event.EventHeaders;
import io.moodlepipeline.event.TopicDeclaration;
import io.moodlepipeline.runtime.record.Origin;
import io.moodlepipeline.runtime.record.RecordSize;
import io.moodlepipeline.runtime.record.RecordText;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
    private static final String EVENT = "018f5a00-0000-7000-8000-000000000001";
    private static final byte[] KEY = "north:7".getBytes(UTF_8);
    private static final Failure FAILURE =
            new Failure(DeadLetterCode.RETRIES_EXHAUSTED, Failure.TASK_PUT, "some.Exception", "the target said no");

    private final DeadLetters deadLetters =
            new DeadLetters("db-writer", Clock.fixed(Instant.parse("2026-03-01T10:15:30Z"), ZoneOffset.UTC));

    @Test
    void anOriginalWithoutRoomForTheMarksIsKeptWithoutItsBody() {
        DeadLetter letter = letter(headers(), new byte[TopicDeclaration.MAX_RECORD_BYTES]);

        assertThat(letter.value()).isNull();
        assertThat(letter.key()).isEqualTo(KEY);
        assertThat(RecordText.header(letter.headers(), EventHeaders.ID)).isEqualTo(EVENT);
        assertFits(letter);
    }

    @Test
    void aHeaderNameOfAnyLengthDoesNotKeepTheLetterFromItsTopic() {
        Headers headers = headers().add("ce_" + "n".repeat(TopicDeclaration.MAX_RECORD_BYTES - 400), new byte[0]);

        DeadLetter letter = letter(headers, new byte[0]);

        assertThat(RecordText.header(letter.headers(), EventHeaders.ID)).isEqualTo(EVENT);
        assertFits(letter);
    }

    @Test
    void anyNumberOfHeadersDoesNotKeepTheLetterFromItsTopic() {
        Headers headers = headers();
        for (int i = 0; i < 20_000; i++) {
            headers.add("ce_x" + i, new byte[90]);
        }

        assertFits(letter(headers, new byte[0]));
    }

    @Test
    void anAttemptIsCountedEvenWhenTheBodyHasNoRoom() {
        Headers headers = headers()
                .add(DeadLetterHeaders.ATTEMPTS, "2".getBytes(UTF_8))
                .add(DeadLetterHeaders.FIRST_FAILED_AT, "2026-02-01T00:00:00Z".getBytes(UTF_8));

        DeadLetter letter = letter(headers, new byte[TopicDeclaration.MAX_RECORD_BYTES]);

        assertThat(RecordText.header(letter.headers(), DeadLetterHeaders.ATTEMPTS))
                .isEqualTo("3");
        assertThat(RecordText.header(letter.headers(), DeadLetterHeaders.FIRST_FAILED_AT))
                .isEqualTo("2026-02-01T00:00:00Z");
    }

    private static Headers headers() {
        return new RecordHeaders().add(EventHeaders.ID, EVENT.getBytes(UTF_8));
    }

    private DeadLetter letter(Headers headers, byte[] value) {
        return deadLetters.of(KEY, value, headers, new Origin("moodle.user-created", 0, 7), FAILURE);
    }

    private static void assertFits(DeadLetter letter) {
        assertThat(RecordSize.fits(letter.key(), letter.value(), letter.headers()))
                .isTrue();
    }
}
