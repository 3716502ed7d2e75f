package io.moodlepipeline.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.testkit.TopicRecords;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an authentic sender may post at worst ends no service, in the heap that the compose file gives it. */
final class WorstBodiesIT {
    private static final int ACCEPTED = 200;
    private static final int UNPROCESSABLE = 422;
    private static final int AT_ONCE = 6;

    private static Stack stack;

    @BeforeAll
    static void start() {
        stack = Stack.startAsComposed("WorstBodiesIT");
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void everyWorstBodyIsAnsweredAndEndsAppliedOrAsADeadLetter() throws Exception {
        Map<Submission, Integer> answers = sendAll(WorstBodies.each());
        stack.awaitDrained();

        assertThat(answers.values()).containsOnly(ACCEPTED, UNPROCESSABLE).contains(ACCEPTED, UNPROCESSABLE);
        assertEachAcceptedHasEnded(answers);
        assertAllLive();
    }

    @Test
    void aBacklogOfTheLargestBodiesIsWorkedOffInTheHeapsThereAre() throws Exception {
        stack.processor().terminate();
        stack.writer().terminate();
        Map<Submission, Integer> answers = sendAll(WorstBodies.healthy(1_000_000, 15));

        stack.processor().start();
        stack.writer().start();
        stack.awaitDrained();

        assertThat(answers.values()).containsOnly(ACCEPTED);
        assertEachAcceptedHasEnded(answers);
        assertAllLive();
    }

    /** Several at once, each until it is answered with something else than that it should come later. */
    private static Map<Submission, Integer> sendAll(List<Submission> submissions) throws Exception {
        GatewayClient client = stack.client();
        ExecutorService senders = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<Integer>> answers = new ArrayList<>();
            for (Submission submission : submissions) {
                answers.add(senders.submit(() -> client.sendUntilAnswered(submission)));
            }
            Map<Submission, Integer> byEvent = new LinkedHashMap<>();
            for (int i = 0; i < submissions.size(); i++) {
                byEvent.put(submissions.get(i), answers.get(i).get(2, TimeUnit.MINUTES));
            }
            return byEvent;
        } finally {
            senders.shutdownNow();
        }
    }

    private static void assertEachAcceptedHasEnded(Map<Submission, Integer> answers) throws SQLException {
        Letters letters = Letters.read(stack.brokers());
        Set<String> enriched = TopicRecords.readAll(stack.brokers(), "moodle.grade-enriched").stream()
                .map(record -> TopicRecords.header(record, "ce_id"))
                .collect(Collectors.toSet());
        Set<String> rows = rows();
        assertThat(answers.keySet()).allSatisfy(event -> {
            String id = event.id().toString();
            if (answers.get(event) != ACCEPTED) {
                assertThat(letters.isDead(id, "ingest-gateway")).as(id).isTrue();
            } else if (event.isGrade() && !enriched.contains(id)) {
                assertThat(letters.isDead(id, Stack.PROCESSOR)).as(id).isTrue();
            } else {
                assertThat(rows.contains(id) || letters.isDead(id, Stack.WRITER))
                        .as(id)
                        .isTrue();
            }
        });
    }

    private static Set<String> rows() throws SQLException {
        Set<String> events = new HashSet<>();
        try (Connection connection = stack.database().connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT event_id FROM students UNION ALL SELECT event_id FROM"
                        + " enrollments UNION ALL SELECT event_id FROM grades")) {
            while (rows.next()) {
                events.add(rows.getString(1));
            }
        }
        return events;
    }

    /** Nobody starts a process of this stack again, so who lives now has lived all the time. */
    private static void assertAllLive() {
        assertThat(List.of(stack.gateway(), stack.processor(), stack.writer())).allSatisfy(service -> {
            assertThat(service.isAlive()).isTrue();
            assertThat(service.readiness().status()).isEqualTo(ACCEPTED);
        });
    }
}
