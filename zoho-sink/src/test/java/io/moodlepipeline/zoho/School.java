package io.moodlepipeline.zoho;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.event.BandBasis;
import io.moodlepipeline.event.BandProblem;
import io.moodlepipeline.event.Banding;
import io.moodlepipeline.event.BtecGrade;
import io.moodlepipeline.event.EventCodec;
import io.moodlepipeline.event.EventMetadata;
import io.moodlepipeline.event.EventType;
import io.moodlepipeline.event.Sequences;
import io.moodlepipeline.event.Topics;
import io.moodlepipeline.runtime.record.RecordText;
import io.moodlepipeline.testkit.SampleEvents;
import io.moodlepipeline.testkit.TopicRecords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A tenant of its own, so that tests can share topics: it sends what gateway and grade processor would, and reads dead letters. */
final class School implements AutoCloseable {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private final String brokers;
    private final String tenant;
    private final Sequences sequences = new Sequences(Clock.systemUTC());
    private final KafkaProducer<byte[], byte[]> producer;
    private final List<Future<?>> sent = new ArrayList<>();

    School(String brokers) {
        this.brokers = brokers;
        this.tenant = "t" + UUID.randomUUID();
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        brokers,
                        // A partition that is a moment old may refuse the first batch and take the second, and the
                        // first never after.
                        ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                        1),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    String tenant() {
        return tenant;
    }

    /** A user whose key in Zoho is {@code id}. */
    void user(long id, Consumer<ObjectNode> change) {
        send(
                EventType.USER_CREATED,
                id,
                SampleEvents.userCreated(user -> change.accept(user.put("userid", id)
                        .put("username", "u" + id)
                        .put("firstname", "First" + id)
                        .put("lastname", "Last" + id)
                        .put("email", "u" + id + "@college.example")
                        .put("idnumber", "ID" + id))));
    }

    void enrolment(long id, long user, Consumer<ObjectNode> change) {
        send(
                EventType.USER_ENROLLED,
                user,
                SampleEvents.userEnrolled(enrolment ->
                        change.accept(enrolment.put("enrollmentid", id).put("userid", user))));
    }

    void grade(long user, long item, int points, Consumer<ObjectNode> change) {
        byte[] body = SampleEvents.gradeUpdated(grade -> change.accept(grade.put("userid", user)
                .put("itemid", item)
                .put("gradeid", user * 1000 + item)
                .put("finalgrade", points)));
        send(EventType.GRADE_ENRICHED, user, enriched(body));
    }

    /** As the grade processor judges a grade without a maximum; written down once more, so that a mistake there shows. */
    static byte[] enriched(byte[] grade) {
        try {
            ObjectNode object = (ObjectNode) JSON.readTree(grade);
            return EventCodec.encodeEnriched(grade, Map.of(), banding(object.path("finalgrade")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Banding banding(JsonNode points) {
        if (points.isNull() || points.isMissingNode()) {
            return Banding.notGraded(1);
        }
        BigDecimal percentage = points.decimalValue();
        if (percentage.signum() < 0 || percentage.compareTo(BigDecimal.valueOf(100)) > 0) {
            BandProblem problem =
                    percentage.signum() < 0 ? BandProblem.NEGATIVE : BandProblem.ABOVE_100_WITHOUT_MAXIMUM;
            return new Banding(null, percentage, BandBasis.ASSUMED_100, problem, 1);
        }
        BtecGrade grade;
        if (percentage.compareTo(BigDecimal.valueOf(70)) >= 0) {
            grade = BtecGrade.DISTINCTION;
        } else if (percentage.compareTo(BigDecimal.valueOf(60)) >= 0) {
            grade = BtecGrade.MERIT;
        } else {
            grade = percentage.compareTo(BigDecimal.valueOf(40)) >= 0 ? BtecGrade.PASS : BtecGrade.REFER;
        }
        return new Banding(grade, percentage, BandBasis.ASSUMED_100, null, 1);
    }

    void send(EventType type, long user, byte[] body) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(type.topic(), (tenant + ":" + user).getBytes(UTF_8), body);
        UUID sequence = sequences.next();
        new EventMetadata(sequence, type, tenant, Instant.now(), sequence, 0)
                .toHeaders()
                .forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
        sent.add(producer.send(record));
    }

    /** Returns once the brokers have all that was sent. */
    void flush() {
        try {
            for (Future<?> each : sent) {
                each.get();
            }
            sent.clear();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    List<ConsumerRecord<byte[], byte[]>> deadLetters() {
        List<ConsumerRecord<byte[], byte[]>> mine = new ArrayList<>(TopicRecords.readAll(brokers, Topics.DEAD_LETTER));
        mine.removeIf(letter -> !tenant.equals(RecordText.header(letter.headers(), "ce_tenantid")));
        return mine;
    }

    List<String> deadLetterCodes() {
        return deadLetters().stream()
                .map(letter -> RecordText.header(letter.headers(), "dlt.code"))
                .toList();
    }

    @Override
    public void close() {
        producer.close();
    }
}
