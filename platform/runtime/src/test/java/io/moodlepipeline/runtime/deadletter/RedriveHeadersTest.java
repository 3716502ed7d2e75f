package io.moodlepipeline.runtime.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.runtime.record.Origin;
import io.moodlepipeline.runtime.record.RecordText;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class RedriveHeadersTest {
    private static final UUID OPERATION = UUID.fromString("018f5a00-0000-7000-8000-0000000000aa");
    private static final Failure FAILURE =
            new Failure(DeadLetterCode.REFUSED_BY_DATABASE, Failure.TASK_PUT, "a.Class", "refused");

    private final Headers headers = new RecordHeaders();

    @Test
    void aRedrivenRecordIsForOneConsumer() {
        RedriveHeaders.mark(headers, "db-writer", new LetterPosition(3, 42), OPERATION);

        assertThat(RedriveHeaders.isRedriven(headers)).isTrue();
        assertThat(RedriveHeaders.isForAnother(headers, "db-writer")).isFalse();
        assertThat(RedriveHeaders.isForAnother(headers, "zoho-sink.north")).isTrue();
        assertThat(RedriveHeaders.letter(headers)).contains(new LetterPosition(3, 42));
    }

    @Test
    void anOrdinaryRecordIsForAll() {
        assertThat(RedriveHeaders.isRedriven(headers)).isFalse();
        assertThat(RedriveHeaders.isForAnother(headers, "db-writer")).isFalse();
    }

    @Test
    void aRecordThatDiesAgainCountsOnAndLosesTheMarksOfTheRedrive() {
        Origin origin = new Origin("moodle.grade-enriched", 3, 7);
        Instant first = Instant.parse("2026-03-01T10:15:30Z");
        DeadLetterHeaders.mark(headers, "db-writer", origin, FAILURE, first);
        DeadLetterHeaders.stripForRedrive(headers);
        RedriveHeaders.mark(headers, "db-writer", new LetterPosition(3, 42), OPERATION);

        DeadLetterHeaders.mark(headers, "db-writer", origin, FAILURE, first.plusSeconds(60));

        assertThat(RecordText.header(headers, "dlt.attempts")).isEqualTo("2");
        assertThat(RecordText.header(headers, "dlt.first-failed-at")).isEqualTo(first.toString());
        assertThat(headers).noneMatch(header -> header.key().startsWith("redrive."));
    }

    @Test
    void whatIsNoPositionIsNoLetter() {
        headers.add(RedriveHeaders.LETTER, "3:x".getBytes(UTF_8));

        assertThat(RedriveHeaders.letter(headers)).isEmpty();
    }
}
