package io.moodlepipeline.ops.redrive;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.moodlepipeline.ops.OpsException;
import io.moodlepipeline.ops.deadletter.Letter;
import java.time.Duration;
import java.util.Collection;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Sends letters again, at a rate that leaves the consumers room for what is new. */
public final class Redriver {
    public static final int DEFAULT_RATE = 100;

    private final LetterRecords records;
    private final RedrivePlanner planner;
    private final LetterOperations operations;
    private final RateLimiter rate;

    /** @param perSecond letters at most */
    public Redriver(LetterRecords records, RedrivePlanner planner, LetterOperations operations, int perSecond) {
        this.records = records;
        this.planner = planner;
        this.operations = operations;
        this.rate = RateLimiter.of(
                "redrive",
                RateLimiterConfig.custom()
                        .limitForPeriod(1)
                        .limitRefreshPeriod(Duration.ofSeconds(1).dividedBy(perSecond))
                        .timeoutDuration(Duration.ofMinutes(1))
                        .build());
    }

    /**
     * Returns when the brokers have what could be sent, and its audit records.
     *
     * @throws OpsException when the brokers do not take it
     */
    public void redrive(Collection<Letter> letters, Obstacles obstacles) {
        records.each(
                letters,
                (letter, record) -> planner.plan(record).fold(send -> send(letter, record, send), obstacle -> {
                    obstacles.met(letter, record, obstacle);
                    return null;
                }));
        operations.finish();
    }

    private Void send(Letter letter, ConsumerRecord<byte[], byte[]> record, Redrive.Send send) {
        if (!rate.acquirePermission()) {
            throw new OpsException("Interrupted; what was not sent is as it was before");
        }
        operations.redrive(letter, record.key(), send);
        return null;
    }

    /** Hears of letters that cannot be sent. */
    @FunctionalInterface
    public interface Obstacles {
        void met(Letter letter, ConsumerRecord<byte[], byte[]> record, Redrive.Obstacle obstacle);
    }
}
