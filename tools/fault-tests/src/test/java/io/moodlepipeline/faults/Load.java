package io.moodlepipeline.faults;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Several senders that share a list of events, spread over a time: what goes wrong meanwhile makes them late, not silent. */
final class Load {
    /** Each has one request under way. */
    static final int SENDERS = 8;

    private static final Duration PATIENCE = Duration.ofMinutes(8);

    private final Delivery delivery;
    private final List<Submission> submissions;
    private final Duration over;
    private final long start = System.nanoTime();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger accepted = new AtomicInteger();
    private final List<Future<?>> senders;

    /** Returns when an event was accepted. */
    @FunctionalInterface
    interface Delivery {
        void send(Submission submission) throws InterruptedException, ExecutionException;
    }

    private Load(Delivery delivery, List<Submission> submissions, Duration over) {
        this.delivery = delivery;
        this.submissions = submissions;
        this.over = over;
        ExecutorService threads = Executors.newFixedThreadPool(SENDERS);
        this.senders = IntStream.range(0, SENDERS)
                .<Future<?>>mapToObj(i -> threads.submit(this::send))
                .toList();
        threads.shutdown();
    }

    static Load start(Delivery delivery, List<Submission> submissions, Duration over) {
        return new Load(delivery, submissions, over);
    }

    /** Waits until this share of the events was accepted, or a sender has failed. */
    void awaitAccepted(double share) {
        await().pollInterval(Duration.ofMillis(5))
                .atMost(PATIENCE)
                .until(() -> accepted.get() >= share * submissions.size() || isOver());
    }

    int accepted() {
        return accepted.get();
    }

    void awaitEnd() throws InterruptedException {
        for (Future<?> sender : senders) {
            try {
                sender.get();
            } catch (ExecutionException e) {
                throw new AssertionError("an event was not accepted", e.getCause());
            }
        }
    }

    /** Whether every sender has come to its end, good or bad. */
    boolean isOver() {
        return senders.stream().allMatch(Future::isDone);
    }

    private Void send() throws InterruptedException, ExecutionException {
        for (int i = next.getAndIncrement(); i < submissions.size(); i = next.getAndIncrement()) {
            long due = start + over.toNanos() / submissions.size() * i;
            TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
            delivery.send(submissions.get(i));
            accepted.incrementAndGet();
        }
        return null;
    }
}
