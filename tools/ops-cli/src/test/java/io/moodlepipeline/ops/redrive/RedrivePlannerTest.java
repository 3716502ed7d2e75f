package io.moodlepipeline.ops.redrive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.event.EventHeaders;
import io.moodlepipeline.event.EventType;
import io.moodlepipeline.event.TopicDeclaration;
import io.moodlepipeline.event.Topics;
import io.moodlepipeline.runtime.deadletter.DeadLetterHeaders;
import io.moodlepipeline.runtime.record.RecordSize;
import io.moodlepipeline.runtime.record.RecordText;
import io.moodlepipeline.testkit.SampleEvents;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
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

    @Test
    void givenTheGatewayRefusedAnEventWhenItIsValidNowThenItsEpochAndItsBodysDigestStay() {
        ConsumerRecord<byte[], byte[]> letter = refusedByTheGateway("INVALID_FIELD");

        ProducerRecord<byte[], byte[]> event = planner.plan(letter).fold(Redrive.Send::record, obstacle -> null);

        assertThat(event.topic()).isEqualTo(EventType.USER_CREATED.topic());
        assertThat(RecordText.header(event.headers(), EventHeaders.EPOCH)).isEqualTo("3");
        assertThat(RecordText.header(event.headers(), EventHeaders.BODY_SHA_256))
                .isEqualTo("ab".repeat(32));
        assertThat(RecordText.header(event.headers(), EventHeaders.EVENT_TIME)).isEqualTo("1756713600123");
    }

    @Test
    void givenTheGatewayRefusedAnotherEventsIdWhenItIsRedrivenThenItIsStillRefused() {
        ConsumerRecord<byte[], byte[]> letter = refusedByTheGateway("EVENT_ID_REUSED");

        Redrive redrive = planner.plan(letter);

        assertThat(redrive.summary()).isEqualTo("is still refused");
        assertThat(redrive.<String>fold(send -> "", Redrive.Obstacle::why)).contains("under a new id");
    }

    private static ConsumerRecord<byte[], byte[]> refusedByTheGateway(String code) {
        ConsumerRecord<byte[], byte[]> letter =
                new ConsumerRecord<>(Topics.DEAD_LETTER, 0, 3, KEY, SampleEvents.userCreated());
        letter(0).headers().forEach(header -> letter.headers().add(header));
        letter.headers().remove(DeadLetterHeaders.CONSUMER);
        put(letter.headers(), DeadLetterHeaders.CONSUMER, "ingest-gateway");
        put(letter.headers(), DeadLetterHeaders.CODE, code);
        put(letter.headers(), EventHeaders.EPOCH, "3");
        put(letter.headers(), EventHeaders.BODY_SHA_256, "ab".repeat(32));
        put(letter.headers(), EventHeaders.EVENT_TIME, "1756713600123");
        return letter;
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
