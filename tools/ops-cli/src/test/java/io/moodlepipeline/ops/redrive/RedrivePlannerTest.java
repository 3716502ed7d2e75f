package io.moodlepipeline.ops.redrive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.event.EventHeaders;
import io.moodlepipeline.event.EventType;
import io.moodlepipeline.event.TopicDeclaration;
import io.moodlepipeline.event.Topics;
import io.moodlepipeline.runtime.deadletter.DeadLetterHeaders;
import io.moodlepipeline.runtime.record.RecordSize;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;

class RedrivePlannerTest {
    private static final byte[] KEY = "north:7".getBytes(UTF_8);

    private final RedrivePlanner planner = new RedrivePlanner(new Originals(null), UUID.randomUUID());

    @Test
    void aLetterThatHasRoomForTheMarksOfARedriveIsSent() {
        boolean sent = planner.plan(letterOfSize(1000)).fold(send -> true, obstacle -> false);

        assertThat(sent).isTrue();
    }

    @Test
    void aLetterThatWouldNotFitItsTopicWithTheMarksIsAnObstacleNotAFailedSend() {
        ConsumerRecord<byte[], byte[]> letter = letterOfSize(TopicDeclaration.MAX_RECORD_BYTES);
        assertThat(RecordSize.fits(letter.key(), letter.value(), letter.headers()))
                .isTrue();

        String why = planner.plan(letter).fold(send -> "", Redrive.Obstacle::why);

        assertThat(why).contains("larger than moodle.user-created allows");
    }

    private static ConsumerRecord<byte[], byte[]> letterOfSize(int bytes) {
        ConsumerRecord<byte[], byte[]> small = letter(0);
        int rest = 400;
        while (!RecordSize.fits(small.key(), new byte[bytes - rest], small.headers())) {
            rest++;
        }
        return letter(bytes - rest);
    }

    private static ConsumerRecord<byte[], byte[]> letter(int body) {
        ConsumerRecord<byte[], byte[]> letter = new ConsumerRecord<>(Topics.DEAD_LETTER, 0, 3, KEY, new byte[body]);
        Headers headers = letter.headers();
        put(headers, EventHeaders.SPEC_VERSION, "1.0");
        put(headers, EventHeaders.ID, "018f5a00-0000-7000-8000-000000000001");
        put(headers, EventHeaders.TYPE, EventType.USER_CREATED.cloudEventType());
        put(headers, EventHeaders.SOURCE, "/tenants/north/moodle");
        put(headers, EventHeaders.TIME, "2026-03-01T10:00:00Z");
        put(headers, EventHeaders.TENANT, "north");
        put(headers, EventHeaders.SEQUENCE, "018f5a00-0000-7000-8000-000000000002");
        put(headers, DeadLetterHeaders.CONSUMER, "db-writer");
        put(headers, DeadLetterHeaders.TOPIC, EventType.USER_CREATED.topic());
        return letter;
    }

    private static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(UTF_8));
    }
}
