package io.moodlepipeline.ops.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.runtime.deadletter.DeadLetterHeaders;
import io.moodlepipeline.runtime.deadletter.Failure;
import io.moodlepipeline.runtime.deadletter.LetterIdentity;
import io.moodlepipeline.runtime.deadletter.LetterPosition;
import io.moodlepipeline.runtime.record.Origin;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LetterParserTest {
    private static final String EVENT = "01890a5d-ac96-774b-bcce-b302099a8057";
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private final Headers headers = new RecordHeaders();

    @Test
    void readsWhatAStageWrote() {
        put("ce_id", EVENT);
        put("ce_type", "moodle.grade_enriched");
        put("ce_tenantid", "north");
        DeadLetterHeaders.mark(
                headers,
                "db-writer",
                new Origin("moodle.grade-enriched", 2, 41),
                new Failure(DeadLetterCode.REFUSED_BY_DATABASE, Failure.TASK_PUT, "X", "refused"),
                NOW);

        Letter letter = parse("north:1001");

        assertThat(letter)
                .isEqualTo(new Letter(
                        new LetterPosition(4, 17),
                        new LetterIdentity("north", EVENT, "db-writer"),
                        "REFUSED_BY_DATABASE",
                        "north",
                        "grade_enriched",
                        1001,
                        1,
                        NOW,
                        DeadLetterCode.REFUSED_BY_DATABASE.retryable()));
    }

    @Test
    void aRecordThatNoStageWroteIsALetterOfWhichLittleIsKnown() {
        assertThat(new LetterParser().parse(record(null)))
                .isEqualTo(new Letter(
                        new LetterPosition(4, 17),
                        new LetterIdentity("", "moodle.dead-letter:4:17", "unknown"),
                        null,
                        null,
                        null,
                        0,
                        0,
                        Instant.ofEpochMilli(1000),
                        false));
    }

    @Test
    void garbageInHeadersIsNoObstacle() {
        put("__connect.errors.topic", "x".repeat(100_000));
        put("__connect.errors.partition", "-99999999999999999999");
        put("__connect.errors.offset", "NaN");
        put("dlt.attempts", "99999999999");
        put("dlt.last-failed-at", "yesterday");
        put("dlt.code", "NEW_IN_A_LATER_VERSION");
        headers.add("ce_id", null);

        Letter letter = parse("");

        assertThat(letter.code()).isEqualTo("NEW_IN_A_LATER_VERSION");
        assertThat(letter.failedAt()).isEqualTo(Instant.ofEpochMilli(1000));
        assertThat(letter.identity().event()).hasSizeLessThan(300);
    }

    @ParameterizedTest
    @ValueSource(strings = {"north", "north:", "north:0", "north:x1", "north:1:2", ":1", "north:9999999999999999999"})
    void keysWithoutAUserNameNone(String key) {
        assertThat(parse(key).userId()).isZero();
    }

    private void put(String name, String value) {
        headers.add(name, value.getBytes(UTF_8));
    }

    private Letter parse(String key) {
        return new LetterParser().parse(record(key.getBytes(UTF_8)));
    }

    private ConsumerRecord<byte[], byte[]> record(byte[] key) {
        return new ConsumerRecord<>(
                "moodle.dead-letter",
                4,
                17,
                1000,
                TimestampType.CREATE_TIME,
                0,
                0,
                key,
                null,
                headers,
                Optional.empty());
    }
}
