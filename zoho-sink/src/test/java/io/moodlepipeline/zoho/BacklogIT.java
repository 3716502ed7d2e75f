package io.moodlepipeline.zoho;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.testkit.KafkaBackend;
import io.moodlepipeline.testkit.PostgresBackend;
import io.moodlepipeline.zohosimulator.options.SimulatorOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A first synchronisation, in any order: what it costs. More students by {@code -Dbacklog.students=10000}. */
class BacklogIT extends OnSimulator {
    private static final int STUDENTS = Integer.getInteger("backlog.students", 500);
    private static final int GRADES_EACH = 10;
    private static final int ROWS = STUDENTS * (1 + GRADES_EACH);

    enum Order {
        SHUFFLED,
        /** All of them wait first. */
        GRADES_BEFORE_STUDENTS
    }

    BacklogIT(KafkaBackend kafka, PostgresBackend postgres) throws InterruptedException, ExecutionException {
        super(kafka, postgres);
    }

    @ParameterizedTest
    @EnumSource
    void aBacklogInAnyOrderCostsHardlyMoreThanFullCallsAndMeetsNoLimit(Order order) {
        simulate(SimulatorOptions.defaults().withRememberedRequests(0));
        List<Runnable> events = new ArrayList<>();
        List<Runnable> students = new ArrayList<>();
        for (int i = 1; i <= STUDENTS; i++) {
            long student = i;
            students.add(() -> school.user(student, user -> {}));
            for (int item = 1; item <= GRADES_EACH; item++) {
                long own = item;
                events.add(() -> school.grade(student, own, (int) (student * 7 + own * 13) % 101, grade -> {}));
            }
        }
        events.addAll(students);
        if (order == Order.SHUFFLED) {
            Collections.shuffle(events, new Random(20260301));
        }
        events.forEach(Runnable::run);
        school.flush();

        long begun = System.nanoTime();
        startSink(Map.of("ZOHO_SINK_LINGER_SECONDS", "2", "ZOHO_SINK_REQUEST_TIMEOUT_SECONDS", "30"));
        await().atMost(Duration.ofMinutes(10))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> zoho.stats().insertedRows() >= ROWS);
        settle();
        Duration taken = Duration.ofNanos(System.nanoTime() - begun);

        System.out.printf(
                "backlog of %d rows, %s: %d credits, %d calls, %.1f s%n",
                ROWS, order, zoho.stats().creditsUsed(), zoho.stats().calls(), taken.toMillis() / 1000.0);
        assertThat(zoho.stats().creditsUsed()).isLessThanOrEqualTo(Math.round(ROWS * 0.105));
        assertThat(zoho.stats().rateLimited()).isZero();
        assertThat(zoho.stats().updatedRows()).isZero();
        assertThat(zoho.records("BTEC_Students")).hasSize(STUDENTS);
        assertThat(zoho.records("Grades"))
                .hasSize(STUDENTS * GRADES_EACH)
                .allSatisfy(grade -> assertThat(pointsToItsStudent(grade)).isTrue());
        assertThat(school.deadLetters()).isEmpty();
    }

    private boolean pointsToItsStudent(ObjectNode grade) {
        String student = grade.path("Moodle_Grade_Composite_Key").asText().split("-", 2)[0];
        return grade.path("Student").path("name").asText().equals("First" + student + " Last" + student);
    }
}
