package io.moodlepipeline.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.testkit.TopicRecords;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the gateway refused of an authentic school is kept, and goes all the way once it is valid. */
@Tag("full")
@ExtendWith(OwnStack.class)
final class RefusedEventIT {
    private static final String GATEWAY = "ingest-gateway";
    private static final int REFUSED = 422;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void whatIsStillBadStaysAndWhatIsValidNowReachesAllUnderItsOwnIdAndTime(Stack stack) throws Exception {
        Trial trial = Trial.start("redriven letters of the gateway", stack, 200, Duration.ofSeconds(3));
        trial.awaitAbout(1);
        Submission stillBad = trial.further().grade(1);
        Submission validNow = trial.further().grade(2);
        Submission validPerson = trial.further().person(3, user -> {}, null);
        for (Submission event : List.of(stillBad, validNow, validPerson)) {
            assertThat(stack.client().send(refused(event))).isEqualTo(REFUSED);
        }
        Instant validNowRefused = time(letterOf(stack, validNow));
        Instant validPersonRefused = time(letterOf(stack, validPerson));

        assertThat(redrive(stack, "--execute", "-o", "csv")).contains("\"is still refused, left as it was\",3");
        becomeValid(stack, validNow);
        becomeValid(stack, validPerson);
        assertThat(redrive(stack)).contains("is still refused", "finalgrade");
        assertThat(redrive(stack, "--execute", "-o", "csv"))
                .contains("\"valid now, published for all\",2", "\"is still refused, left as it was\",1");
        trial.accept(validNow);
        trial.accept(validPerson);

        Letters letters = trial.conclude().letters();
        assertThat(letters.state(stillBad.id().toString(), GATEWAY)).isEqualTo("open");
        assertThat(letters.state(validNow.id().toString(), GATEWAY)).isEqualTo("resolved");
        assertThat(letters.state(validPerson.id().toString(), GATEWAY)).isEqualTo("resolved");
        assertThat(recordsOf(stack, "moodle.grade-updated", stillBad.id())).isEmpty();
        assertPublishedOnce(stack, "moodle.grade-updated", validNow, validNowRefused);
        assertPublishedOnce(stack, "moodle.grade-enriched", validNow, validNowRefused);
        assertPublishedOnce(stack, "moodle.user-updated", validPerson, validPersonRefused);
        assertThat(rowsOf(stack, "grades", validNow.id(), validNowRefused)).isEqualTo(1);
        assertThat(rowsOf(stack, "students", validPerson.id(), validPersonRefused))
                .isEqualTo(1);
    }

    /** What the program prints; that a letter stays is a failure to it. */
    private static String redrive(Stack stack, String... options) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("dlt", "redrive", "--consumer", GATEWAY));
        arguments.addAll(List.of(options));
        return OpsCommand.answer(stack, arguments.toArray(String[]::new)).output();
    }

    /** The same event as a school sends it whose Moodle writes a text where the gateway wants something else. */
    private static Submission refused(Submission event) throws IOException {
        ObjectNode body = (ObjectNode) JSON.readTree(event.body());
        body.put(event.isGrade() ? "finalgrade" : "suspended", "a text");
        return new Submission(event.event(), event.id(), JSON.writeValueAsString(body), GATEWAY);
    }

    /** Leaves what a gateway with a stricter rule would have left: the letter, with a body that is good by the rules of now. */
    private static void becomeValid(Stack stack, Submission event) throws Exception {
        ConsumerRecord<byte[], byte[]> letter = letterOf(stack, event);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, stack.brokers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            letter.topic(),
                            letter.partition(),
                            letter.timestamp(),
                            letter.key(),
                            event.bytes(),
                            letter.headers()))
                    .get();
        }
    }

    private static ConsumerRecord<byte[], byte[]> letterOf(Stack stack, Submission event) {
        return recordsOf(stack, "moodle.dead-letter", event.id()).get(0);
    }

    private static void assertPublishedOnce(Stack stack, String topic, Submission event, Instant received) {
        assertThat(recordsOf(stack, topic, event.id()))
                .singleElement()
                .satisfies(record -> assertThat(time(record)).isEqualTo(received));
    }

    private static List<ConsumerRecord<byte[], byte[]>> recordsOf(Stack stack, String topic, UUID event) {
        return TopicRecords.readAll(stack.brokers(), topic).stream()
                .filter(record -> event.toString().equals(TopicRecords.header(record, "ce_id")))
                .toList();
    }

    private static Instant time(ConsumerRecord<byte[], byte[]> record) {
        return Instant.parse(TopicRecords.header(record, "ce_time"));
    }

    private static long rowsOf(Stack stack, String table, UUID event, Instant received) throws Exception {
        return Sql.number(
                stack.database(),
                "SELECT count(*) FROM " + table + " WHERE event_id = '" + event + "' AND received_at = '" + received
                        + "'");
    }
}
