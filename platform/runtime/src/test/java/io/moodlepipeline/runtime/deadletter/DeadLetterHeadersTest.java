package io.moodlepipeline.runtime.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.event.Decoded;
import io.moodlepipeline.event.EventHeaders;
import io.moodlepipeline.event.FieldProblem;
import io.moodlepipeline.runtime.record.Origin;
import io.moodlepipeline.runtime.record.RecordText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLetterHeadersTest {
    private static final Instant FIRST = Instant.parse("2026-03-01T10:15:30Z");
    private static final Instant LATER = Instant.parse("2026-03-02T10:15:30Z");
    private static final Failure FAILURE = Failure.malformed(new Decoded.Malformed<>(
            DeadLetterCode.INVALID_FIELD,
            List.of(new FieldProblem("userid", "is missing"), new FieldProblem("gradeid", "must not be null"))));

    private final Headers headers = new RecordHeaders();

    @Test
    void aDeadLetterSaysWhatWhereWhoWhenAndWhy() {
        DeadLetterHeaders.mark(headers, "db-writer", new Origin("moodle.grade-updated", 3, 42), FAILURE, FIRST);

        assertThat(texts())
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("__connect.errors.topic", "moodle.grade-updated"),
                        Map.entry("__connect.errors.partition", "3"),
                        Map.entry("__connect.errors.offset", "42"),
                        Map.entry("__connect.errors.connector.name", "db-writer"),
                        Map.entry("__connect.errors.stage", "VALUE_CONVERTER"),
                        Map.entry("__connect.errors.exception.class.name", "io.moodlepipeline.event.Decoded$Malformed"),
                        Map.entry("__connect.errors.exception.message", "userid is missing; gradeid must not be null"),
                        Map.entry("dlt.code", "INVALID_FIELD"),
                        Map.entry("dlt.consumer", "db-writer"),
                        Map.entry("dlt.attempts", "1"),
                        Map.entry("dlt.first-failed-at", "2026-03-01T10:15:30Z"),
                        Map.entry("dlt.last-failed-at", "2026-03-01T10:15:30Z"),
                        Map.entry("dlt.retryable", "false")));
    }

    @Test
    void theHeadersOfTheOriginalStay() {
        headers.add("ce_id", "id".getBytes(UTF_8)).add("traceparent", "00-aa-bb-01".getBytes(UTF_8));

        DeadLetterHeaders.mark(headers, "db-writer", Origin.unpublished("topic"), FAILURE, FIRST);

        assertThat(texts()).containsEntry("ce_id", "id").containsEntry("traceparent", "00-aa-bb-01");
    }

    @Test
    void aRecordThatDiesAgainCountsOnKeepsItsFirstTimeAndReplacesTheRest() {
        DeadLetterHeaders.mark(headers, "db-writer", new Origin("topic", 3, 42), FAILURE, FIRST);
        Failure bug = Failure.unexpected(Failure.TASK_PUT, new IllegalStateException("marked-4711"));

        DeadLetterHeaders.mark(headers, "zoho-sink", new Origin("other", 1, 7), bug, LATER);

        List<String> names = new ArrayList<>();
        headers.forEach(header -> names.add(header.key()));
        assertThat(names).hasSize(13).doesNotHaveDuplicates();
        assertThat(texts())
                .containsEntry("dlt.attempts", "2")
                .containsEntry("dlt.first-failed-at", "2026-03-01T10:15:30Z")
                .containsEntry("dlt.last-failed-at", "2026-03-02T10:15:30Z")
                .containsEntry("dlt.code", "UNEXPECTED_FAILURE")
                .containsEntry("dlt.consumer", "zoho-sink")
                .containsEntry("__connect.errors.topic", "other")
                .containsEntry("__connect.errors.partition", "1")
                .containsEntry("__connect.errors.offset", "7")
                .containsEntry("__connect.errors.stage", "TASK_PUT");
    }

    @Test
    void headersThatWereAppendedByOthersAreReplacedAllOfThem() {
        headers.add("dlt.code", "OLD".getBytes(UTF_8)).add("dlt.code", "OLDER".getBytes(UTF_8));

        DeadLetterHeaders.mark(headers, "db-writer", new Origin("topic", 0, 0), FAILURE, FIRST);

        assertThat(headers.headers("dlt.code")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "marked", "-1", "1.5", "99999999999999999999"})
    void aCountThatIsNoneStartsOver(String attempts) {
        headers.add("dlt.attempts", attempts.getBytes(UTF_8));

        DeadLetterHeaders.mark(headers, "db-writer", new Origin("topic", 0, 0), FAILURE, FIRST);

        assertThat(texts()).containsEntry("dlt.attempts", "1");
    }

    @Test
    void aHeaderWithoutAValueIsNoCountAndNoTime() {
        headers.add("dlt.attempts", null).add("dlt.first-failed-at", null);

        DeadLetterHeaders.mark(headers, "db-writer", new Origin("topic", 0, 0), FAILURE, FIRST);

        assertThat(texts())
                .containsEntry("dlt.attempts", "1")
                .containsEntry("dlt.first-failed-at", "2026-03-01T10:15:30Z");
    }

    @Test
    void noMarkIsPassedOnByTheNextStage() {
        DeadLetterHeaders.mark(headers, "db-writer", new Origin("topic", 0, 0), FAILURE, FIRST);

        assertThat(texts().keySet()).noneMatch(EventHeaders::isPassedOn);
    }

    @Test
    void aBugIsToldByItsClassAlone() {
        Failure failure = Failure.unexpected(Failure.TRANSFORMATION, new IllegalStateException("marked-4711"));

        assertThat(failure.toString())
                .contains("java.lang.IllegalStateException")
                .doesNotContain("marked-4711");
    }

    private Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        headers.forEach(header -> texts.put(header.key(), RecordText.header(headers, header.key())));
        return texts;
    }
}
