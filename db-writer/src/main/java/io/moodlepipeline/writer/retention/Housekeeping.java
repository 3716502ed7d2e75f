package io.moodlepipeline.writer.retention;

import io.moodlepipeline.event.Retention;
import io.moodlepipeline.postgresql.Database;
import io.moodlepipeline.runtime.consumer.TargetException;
import io.moodlepipeline.runtime.topics.TopicsCheck;
import io.moodlepipeline.runtime.topics.TopicsReport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Once a day removes rows of what Moodle has deleted, for as long ago as an installation chose, but never while a topic may hold an
 * event of theirs: read again, or redriven, an older one would bring to life what is deleted, since nothing newer stood there any more.
 */
public final class Housekeeping implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);

    /** Brokers delete a file of records once the newest in it is old enough, and begin a new file every 7 days. */
    private static final Duration RECORDS_OUTLIVE_RETENTION = Duration.ofDays(8);

    private static final Duration FIRST = Duration.ofMinutes(10);
    private static final Duration PAUSE = Duration.ofDays(1);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofHours(1);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private final Removal rows;
    private final Callable<TopicsReport> topics;
    private final Duration keep;
    private final Clock clock;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "housekeeping"));

    Housekeeping(Removal rows, Callable<TopicsReport> topics, Duration keep, Clock clock) {
        this.rows = rows;
        this.topics = topics;
        this.keep = keep;
        this.clock = clock;
    }

    /**
     * Begins some minutes from now, when the tables are there.
     *
     * @param keep how long rows are kept at least, counted from when they were written last
     */
    public static Housekeeping start(Database database, Map<String, Object> adminProperties, Duration keep) {
        Housekeeping housekeeping = new Housekeeping(
                new DeletedRows(database)::remove, () -> report(adminProperties), keep, Clock.systemUTC());
        housekeeping.next(FIRST);
        return housekeeping;
    }

    /** @return when the next one is due */
    Duration round() {
        try {
            Optional<Duration> inTopics = topics.call().longestRetention().map(RECORDS_OUTLIVE_RETENTION::plus);
            if (inTopics.isEmpty()) {
                log.atWarn().log("A topic keeps its records for ever, and so are rows kept of what Moodle has deleted");
                return PAUSE;
            }
            Duration kept = keep.compareTo(inTopics.get()) < 0 ? inTopics.get() : keep;
            int removed = rows.remove(clock.instant().minus(kept));
            log.atInfo()
                    .addKeyValue("rows", removed)
                    .addKeyValue("kept_days", kept.toDays())
                    .log("Removed rows of what Moodle has deleted");
            return PAUSE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return PAUSE_AFTER_FAILURE;
        } catch (Exception e) {
            log.atWarn()
                    .addKeyValue("reason", reason(e))
                    .log("Rows of what Moodle has deleted could not be removed; tried again in an hour");
            return PAUSE_AFTER_FAILURE;
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            thread.awaitTermination(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a round tells what it fails on itself
    private void next(Duration pause) {
        thread.schedule(() -> next(round()), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static TopicsReport report(Map<String, Object> adminProperties)
            throws InterruptedException, ExecutionException {
        Admin admin = Admin.create(adminProperties);
        try {
            return new TopicsCheck(admin, Retention.LEAST).report();
        } finally {
            // Without a limit it would wait for calls that no broker answers.
            admin.close(Duration.ZERO);
        }
    }

    /** Only our own exception's words are known to hold no data. */
    private static String reason(Exception e) {
        Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
        return cause instanceof TargetException
                ? cause.getMessage()
                : cause.getClass().getSimpleName();
    }

    /** Removes rows that were written before then, and says how many. */
    @FunctionalInterface
    interface Removal {
        int remove(Instant writtenBefore) throws TargetException;
    }
}
