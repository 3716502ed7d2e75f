package io.moodlepipeline.gateway.ingest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.event.Decoded;
import io.moodlepipeline.event.EventCodec;
import io.moodlepipeline.event.EventHeaders;
import io.moodlepipeline.event.EventMetadata;
import io.moodlepipeline.event.FieldProblem;
import io.moodlepipeline.event.MoodleEvent;
import io.moodlepipeline.event.Sequences;
import io.moodlepipeline.event.Topics;
import io.moodlepipeline.event.json.FieldReader;
import io.moodlepipeline.gateway.tenants.DailyQuota;
import io.moodlepipeline.runtime.deadletter.DeadLetterHeaders;
import io.moodlepipeline.runtime.deadletter.Failure;
import io.moodlepipeline.runtime.record.Origin;
import io.moodlepipeline.runtime.record.RecordText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Publishes what is valid to the event's own topic and what is not to the dead-letter topic, so that nothing a school sent is
 * lost. Either way the answer waits for the brokers' acknowledgement.
 */
public final class EventIngest {
    private static final String SERVICE = "ingest-gateway";

    /** What an event takes in a topic besides its body; counted of the smallest, or any number of them would be free. */
    private static final int RECORD_BYTES = 1000;

    private final EventPublisher publisher;
    private final ClaimCheck claimCheck;

    /** How many events are remembered by their ids: some 6 MB when it is full. */
    private final KnownEvents knownEvents = new KnownEvents(30_000);

    public EventIngest(EventPublisher publisher, Sequences sequences) {
        this.publisher = publisher;
        this.claimCheck = new ClaimCheck(sequences);
    }

    /**
     * Completes with what became of it, or exceptionally when the brokers did not acknowledge: then it must be sent again. With a
     * {@link RefusalQuotaException} it cannot be used, and was not kept.
     */
    public CompletableFuture<Receipt> accept(Submission submission) {
        List<FieldProblem> problems = new ArrayList<>();
        Identity claimed = claimCheck.identity(submission, problems);
        Content content = Content.of(submission.type(), submission.body());
        Decoded<ObjectNode> parsed = EventCodec.parse(submission.type(), submission.body());
        Decoded<MoodleEvent> decoded = parsed.<Decoded<MoodleEvent>>fold(
                object -> EventCodec.decode(submission.type(), object), Decoded.Malformed::as);
        return withHeaderProblems(EventCodec.consistent(decoded), problems)
                .fold(
                        event -> accept(
                                submission,
                                content,
                                claimCheck.believed(submission, content, claimed, event),
                                event.userId()),
                        malformed -> refuse(
                                submission,
                                metadata(submission, content, ClaimCheck.believed(submission, claimed)),
                                userId(parsed),
                                malformed));
    }

    private CompletableFuture<Receipt> accept(Submission submission, Content content, Identity identity, long userId) {
        if (!ClaimCheck.hasChosenId(submission.claims())) {
            return publish(submission, content, identity, userId);
        }
        return knownEvents
                .reserve(submission.tenant(), identity, content)
                .map(reservation -> publish(submission, content, reservation, userId))
                .orElseGet(() -> refuse(
                        submission,
                        metadata(submission, content, identity),
                        Optional.of(userId),
                        Decoded.Malformed.of(
                                DeadLetterCode.EVENT_ID_REUSED,
                                ClaimCheck.idHeader(submission.claims()),
                                "came before with other content: give each event an id of its own")));
    }

    private CompletableFuture<Receipt> publish(
            Submission submission, Content content, KnownEvents.Reservation reservation, long userId) {
        try {
            return publish(submission, content, reservation.identity(), userId).whenComplete((receipt, failure) -> {
                if (failure == null) {
                    reservation.acknowledged();
                } else {
                    reservation.failed();
                }
            });
        } catch (RuntimeException e) {
            reservation.failed();
            throw e;
        }
    }

    private CompletableFuture<Receipt> publish(Submission submission, Content content, Identity identity, long userId) {
        EventMetadata metadata = metadata(submission, content, identity);
        String key = submission.tenant() + ":" + userId;
        ProducerRecord<byte[], byte[]> record = record(submission.type().topic(), key, submission, metadata);
        return publisher.publish(record).thenApply(done -> {
            claimCheck.published(submission, content, identity);
            return receipt(metadata, record, Optional.empty());
        });
    }

    private static EventMetadata metadata(Submission submission, Content content, Identity identity) {
        return new EventMetadata(
                identity.id(),
                submission.type(),
                submission.tenant(),
                Instant.ofEpochMilli(identity.receivedMillis()),
                identity.sequence(),
                identity.eventTimeMillis(),
                submission.epoch(),
                content.bodySha256());
    }

    private static Decoded<MoodleEvent> withHeaderProblems(Decoded<MoodleEvent> decoded, List<FieldProblem> headers) {
        if (headers.isEmpty()) {
            return decoded;
        }
        return decoded.fold(event -> new Decoded.Malformed<>(DeadLetterCode.INVALID_FIELD, headers), malformed -> {
            List<FieldProblem> all = new ArrayList<>(headers);
            all.addAll(malformed.problems());
            return new Decoded.Malformed<>(malformed.code(), all);
        });
    }

    private CompletableFuture<Receipt> refuse(
            Submission submission, EventMetadata metadata, Optional<Long> userId, Decoded.Malformed<MoodleEvent> why) {
        DailyQuota refusals = submission.refusals();
        int bytes = RECORD_BYTES + submission.body().length;
        if (!refusals.take(bytes, submission.received())) {
            return CompletableFuture.failedFuture(new RefusalQuotaException());
        }
        String key = userId.map(id -> submission.tenant() + ":" + id).orElse(submission.tenant());
        ProducerRecord<byte[], byte[]> letter = record(Topics.DEAD_LETTER, key, submission, metadata);
        DeadLetterHeaders.mark(
                letter.headers(),
                SERVICE,
                Origin.unpublished(submission.type().topic()),
                Failure.malformed(why),
                submission.received());
        return publisher
                .publish(letter)
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        refusals.giveBack(bytes, submission.received());
                    }
                })
                .thenApply(done -> receipt(metadata, letter, Optional.of(why)));
    }

    private static Receipt receipt(
            EventMetadata metadata, ProducerRecord<?, ?> record, Optional<Decoded.Malformed<?>> refused) {
        return new Receipt(metadata.eventId(), RecordText.header(record.headers(), EventHeaders.TIME), refused);
    }

    /** Whose event it is, where the body says so, so that a person's dead letters keep their order too. */
    private static Optional<Long> userId(Decoded<ObjectNode> parsed) {
        return parsed.fold(
                object -> {
                    FieldReader fields = new FieldReader(object);
                    long id = fields.id("userid");
                    return fields.problems().isEmpty() ? Optional.of(id) : Optional.empty();
                },
                malformed -> Optional.empty());
    }

    private static ProducerRecord<byte[], byte[]> record(
            String topic, String key, Submission submission, EventMetadata metadata) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                topic,
                null,
                submission.received().toEpochMilli(),
                key.getBytes(StandardCharsets.UTF_8),
                submission.body());
        metadata.toHeaders()
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        String traceParent = TraceParent.of(submission.traceParent(), metadata.sequence());
        record.headers().add(EventHeaders.TRACE_PARENT, traceParent.getBytes(StandardCharsets.UTF_8));
        return record;
    }
}
