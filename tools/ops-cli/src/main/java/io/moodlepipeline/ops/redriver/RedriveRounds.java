package io.moodlepipeline.ops.redriver;

import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.event.EventMetadata;
import io.moodlepipeline.ops.deadletter.Letter;
import io.moodlepipeline.ops.deadletter.LetterLedger;
import io.moodlepipeline.ops.deadletter.LetterState;
import io.moodlepipeline.ops.deadletter.LetterTopics;
import io.moodlepipeline.ops.deadletter.TrackedLetter;
import io.moodlepipeline.ops.records.TopicReader;
import io.moodlepipeline.ops.redrive.LetterOperations;
import io.moodlepipeline.ops.redrive.LetterRecords;
import io.moodlepipeline.ops.redrive.Operation;
import io.moodlepipeline.ops.redrive.Originals;
import io.moodlepipeline.ops.redrive.RedrivePlanner;
import io.moodlepipeline.ops.redrive.Redriver;
import io.moodlepipeline.runtime.deadletter.LetterAction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rounds of a scheduled redrive. Each reads on what became of the letters since the last, then sends the open ones again that may
 * pass by themselves; one that has failed too often is parked instead, for a person. A letter that was sent is outstanding until its
 * consumer resolves it or it comes back as a new letter, so there is one redrive of an event and consumer under way at a time.
 *
 * <p>Two of these at once may both send a letter in the same moment. Its consumer then applies it twice, which changes nothing, or
 * fails twice, which makes two letters with the same count of attempts, of which the newer one counts. For one thread.
 */
final class RedriveRounds {
    /** As often as a consumer may fail on it before a person has to look. */
    static final int MOST_ATTEMPTS = 3;

    private static final Logger log = LoggerFactory.getLogger(RedriveRounds.class);
    private static final String NAME = "redriver";

    /** Between two of these it hears what became of letters meanwhile, and whether it is to stop. */
    private static final int LETTERS_AT_A_TIME = 100;

    private static final Comparator<Letter> OLDEST_FIRST = Comparator.comparing(Letter::failedAt);

    private final TopicReader reader;
    private final Originals originals;
    private final Producer<byte[], byte[]> producer;
    private final RedriverMetrics metrics;
    private final Clock clock;
    private final Duration interval;
    private final LetterTopics topics;
    private final LetterLedger ledger = new LetterLedger();

    /** @param interval how long ago a letter must have failed, so that what hindered it may have passed */
    RedriveRounds(
            TopicReader reader,
            Originals originals,
            Producer<byte[], byte[]> producer,
            RedriverMetrics metrics,
            Clock clock,
            Duration interval) {
        this.reader = reader;
        this.originals = originals;
        this.producer = producer;
        this.metrics = metrics;
        this.clock = clock;
        this.interval = interval;
        this.topics = new LetterTopics(reader);
    }

    /**
     * One round. After a failure the next goes on where this one was.
     *
     * @param stopping is asked now and then; what is in hand is finished
     * @throws io.moodlepipeline.ops.OpsException when Kafka does not do its part
     */
    void run(BooleanSupplier stopping) {
        readOn();
        Instant failedBefore = clock.instant().minus(interval);
        List<Letter> due = ledger.letters()
                .filter(tracked -> tracked.state() == LetterState.OPEN)
                .map(TrackedLetter::letter)
                .filter(letter -> letter.retryable() && !letter.failedAt().isAfter(failedBefore))
                .sorted(OLDEST_FIRST)
                .toList();
        for (int from = 0; from < due.size() && !stopping.getAsBoolean(); from += LETTERS_AT_A_TIME) {
            deal(due.subList(from, Math.min(from + LETTERS_AT_A_TIME, due.size())));
            readOn();
        }
    }

    private void readOn() {
        topics.catchUp(ledger);
        ledger.forgetSettled();
        metrics.counted(ledger);
    }

    private void deal(List<Letter> letters) {
        List<Letter> stillOpen = letters.stream().filter(this::isStillOpen).toList();
        park(stillOpen.stream()
                .filter(letter -> letter.attempts() >= MOST_ATTEMPTS)
                .toList());
        redrive(stillOpen.stream()
                .filter(letter -> letter.attempts() < MOST_ATTEMPTS)
                .toList());
    }

    /** Somebody else may have dealt with it since the round began. */
    private boolean isStillOpen(Letter letter) {
        return ledger.find(letter.identity())
                .filter(tracked -> tracked.state() == LetterState.OPEN)
                .map(TrackedLetter::letter)
                .filter(letter::equals)
                .isPresent();
    }

    private void park(List<Letter> letters) {
        LetterOperations parking = operations("failed " + MOST_ATTEMPTS + " times");
        new LetterRecords(reader).each(letters, (letter, record) -> park(parking, letter, record, "failed too often"));
        parking.finish();
        metrics.parked(parking.noted(LetterAction.PARKED));
    }

    private void redrive(List<Letter> letters) {
        Operation operation = Operation.begin(NAME, "", clock);
        LetterOperations redriving = new LetterOperations(operation, producer);
        LetterOperations parking = operations("cannot be redriven");
        new Redriver(
                        new LetterRecords(reader),
                        new RedrivePlanner(originals, operation.id()),
                        redriving,
                        Redriver.DEFAULT_RATE)
                .redrive(letters, (letter, record, obstacle) -> park(parking, letter, record, obstacle.summary()));
        parking.finish();
        metrics.redriven(redriving.noted(LetterAction.REDRIVEN));
        metrics.parked(parking.noted(LetterAction.PARKED));
    }

    private LetterOperations operations(String reason) {
        return new LetterOperations(Operation.begin(NAME, reason, clock), producer);
    }

    private static void park(
            LetterOperations parking, Letter letter, ConsumerRecord<byte[], byte[]> record, String reason) {
        parking.note(LetterAction.PARKED, letter, record.key());
        log.atWarn()
                .addKeyValue("letter", letter.position())
                .addKeyValue(
                        "event_id",
                        EventMetadata.uuid(letter.identity().event())
                                .map(UUID::toString)
                                .orElse("unknown"))
                .addKeyValue(
                        "code",
                        DeadLetterCode.named(letter.code())
                                .map(DeadLetterCode::name)
                                .orElse("unknown"))
                .addKeyValue("attempts", letter.attempts())
                .addKeyValue("reason", reason)
                .log("Dead letter parked: a person has to look at it");
    }
}
