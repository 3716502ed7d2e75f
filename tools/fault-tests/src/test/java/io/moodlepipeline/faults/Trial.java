package io.moodlepipeline.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends a workload while a test breaks things, and then accounts for every event of it: none missing, none twice, none wrong. */
final class Trial {
    private static final AtomicInteger BLOCKS = new AtomicInteger(1);

    private static final int LARGE_FEEDBACK_BYTES = 90_000;

    private final String name;
    private final Stack stack;
    private final Random random;
    private final Workload workload;
    private final GatewayClient client;
    private final BrokenRecords pastTheGateway;
    private final Map<UUID, Submission> accepted = new LinkedHashMap<>();
    private final Load load;
    private final long start = System.nanoTime();

    private Trial(String name, Stack stack, int events, double poison, int feedbackBytes, Duration over) {
        this.name = name;
        this.stack = stack;
        int block = BLOCKS.getAndIncrement();
        // Each trial of a run has numbers of its own, and its own do not depend on which others run.
        random = new Random(Seed.VALUE * 31 + name.hashCode());
        workload = new Workload(random, block, feedbackBytes);
        List<Submission> submissions = workload.generate(events, poison);
        submissions.forEach(submission -> accepted.put(submission.id(), submission));
        client = stack.client();
        pastTheGateway = new BrokenRecords(stack.brokers());
        load = Load.start(this::deliver, submissions, over);
    }

    private void deliver(Submission submission) throws InterruptedException, ExecutionException {
        if (submission.isPastTheGateway()) {
            pastTheGateway.put(submission);
        } else {
            client.sendUntilAccepted(submission);
        }
    }

    /** @param over how long the sending takes when nothing goes wrong */
    static Trial start(String name, Stack stack, int events, Duration over) {
        return new Trial(name, stack, events, 0, 0, over);
    }

    static Trial startPoisoned(String name, Stack stack, int events, double poison, Duration over) {
        return new Trial(name, stack, events, poison, 0, over);
    }

    /** With grades as large as Moodle makes them. */
    static Trial startFat(String name, Stack stack, int events, Duration over) {
        return new Trial(name, stack, events, 0, LARGE_FEEDBACK_BYTES, over);
    }

    Random random() {
        return random;
    }

    /** Waits until about this share of the events was accepted, give or take what chance decides. */
    void awaitAbout(double share) {
        load.awaitAccepted(Math.min(1, share + random.nextDouble() * 0.1));
    }

    /** Fails when more is accepted in this time than what was under way at its start. */
    void awaitNothingAccepted(Duration time) {
        int atMost = load.accepted() + Load.SENDERS;
        await("nothing is accepted that cannot be kept")
                .during(time)
                .atMost(time.plusSeconds(5))
                .until(() -> load.accepted() <= atMost);
    }

    boolean isOver() {
        return load.isOver();
    }

    /** Makes further events of this trial, to be sent at a moment of the test's choice. */
    Workload further() {
        return workload;
    }

    /** Sends a further event; returns when it was accepted. */
    void send(Submission submission) throws InterruptedException {
        client.sendUntilAccepted(submission);
        accept(submission);
    }

    /** Counts an event that came in by another way. */
    void accept(Submission submission) {
        accepted.put(submission.id(), submission);
    }

    /** Waits until all was sent and has gone all the way, prints the figures, and fails unless every event is accounted for. */
    Accounting conclude() throws InterruptedException, SQLException {
        load.awaitEnd();
        pastTheGateway.close();
        stack.awaitDrained();
        Accounting accounting = account(accepted.values());
        List<String> problems = accounting.accounts().stream()
                .flatMap(account -> account.problems().stream())
                .toList();
        assertThat(problems).as(name).isEmpty();
        return accounting;
    }

    private Accounting account(Collection<Submission> events) throws SQLException {
        Accounting accounting = Accounting.of(events, stack.brokers(), stack.database());
        System.out.printf(
                Locale.ROOT,
                "FAULTS %s: accepted=%d retried=%d | %s | %s | %.1f s, seed=%d%n",
                name,
                events.size(),
                client.retries(),
                accounting.accounts().get(0),
                accounting.accounts().get(1),
                (System.nanoTime() - start) / 1e9,
                Seed.VALUE);
        return accounting;
    }
}
