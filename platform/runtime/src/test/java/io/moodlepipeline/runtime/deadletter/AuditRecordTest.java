package io.moodlepipeline.runtime.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.event.TopicDeclaration;
import io.moodlepipeline.runtime.record.RecordSize;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditRecordTest {
    private static final AuditRecord PARKED = new AuditRecord(
            LetterAction.PARKED,
            new LetterIdentity("north", "018f5a00-0000-7000-8000-000000000001", "db-writer"),
            new LetterPosition(3, 42),
            UUID.fromString("018f5a00-0000-7000-8000-0000000000aa"),
            Instant.parse("2026-03-01T10:15:30Z"),
            "jane",
            "waits for the registry");

    @Test
    void isReadAsItWasWritten() {
        ProducerRecord<byte[], byte[]> record = PARKED.toRecord("north:7".getBytes(UTF_8));

        assertThat(record.topic()).isEqualTo("moodle.dead-letter-audit");
        assertThat(record.key()).isEqualTo("north:7".getBytes(UTF_8));
        assertThat(AuditRecord.read(record.value())).contains(PARKED);
    }

    @Test
    void saysNothingOfWhatIsNotKnown() {
        AuditRecord resolved =
                new AuditRecord(LetterAction.RESOLVED, PARKED.identity(), null, null, PARKED.at(), "db-writer", "");

        assertThat(AuditRecord.read(resolved.toRecord(null).value())).contains(resolved);
    }

    @Test
    void recordsOfBeforeTheTenantWasNotedAreAboutAnySchools() {
        String before = "{\"action\":\"parked\",\"event_id\":\"e\",\"consumer\":\"c\",\"at\":\"2026-03-01T10:15:30Z\"}";

        LetterIdentity identity =
                AuditRecord.read(before.getBytes(UTF_8)).orElseThrow().identity();

        assertThat(identity).isEqualTo(new LetterIdentity(LetterIdentity.ANY_TENANT, "e", "c"));
        assertThat(identity.covers(new LetterIdentity("north", "e", "c"))).isTrue();
        assertThat(identity.covers(new LetterIdentity("north", "e", "d"))).isFalse();
    }

    @Test
    void aKeyThatWouldLeaveNoRoomIsLeftOut() {
        ProducerRecord<byte[], byte[]> record = PARKED.toRecord(new byte[TopicDeclaration.MAX_RECORD_BYTES - 200]);

        assertThat(RecordSize.fits(record.key(), record.value(), record.headers()))
                .isTrue();
        assertThat(AuditRecord.read(record.value())).contains(PARKED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"action\":\"eaten\",\"event_id\":\"e\",\"consumer\":\"c\",\"at\":\"2026-03-01T10:15:30Z\"}",
                "{\"action\":\"parked\",\"event_id\":\"e\",\"consumer\":\"c\",\"at\":\"yesterday\"}",
                "{\"action\":\"parked\",\"event_id\":\"e\",\"consumer\":\"c\",\"at\":\"2026-03-01T10:15:30Z\",\"operation\":\"x\"}"
            })
    void whatIsNoAuditRecordIsNotTakenForOne(String json) {
        assertThat(AuditRecord.read(json.getBytes(UTF_8))).isEmpty();
    }
}
