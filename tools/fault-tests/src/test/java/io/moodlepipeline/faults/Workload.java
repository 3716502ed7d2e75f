package io.moodlepipeline.faults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.testkit.SampleEvents;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Events of a made-up school: several versions of each row, some of the same second, some arriving late, some sent twice. The same
 * random numbers make the same events.
 */
final class Workload {
    /** Each workload has the user ids from its block on for itself. */
    static final long BLOCK = 1_000_000;

    private static final long FURTHER_PEOPLE = BLOCK / 2;
    private static final int EVENTS_PER_PERSON = 8;
    private static final int EVENTS_PER_SECOND = 4;
    private static final int LATE_BY_SECONDS = 300;
    private static final List<Integer> MAXIMA = List.of(10, 30, 50, 100);

    private final Random random;
    private final long firstUser;
    private final String filler;
    private long made;

    /** @param feedbackBytes the least length of a grade's feedback */
    Workload(Random random, int block, int feedbackBytes) {
        this.random = random;
        this.filler = "x".repeat(feedbackBytes);
        this.firstUser = block * BLOCK;
    }

    /** @param poison the share of events that are grades which no program can read */
    List<Submission> generate(int events, double poison) {
        int people = Math.max(1, events / EVENTS_PER_PERSON);
        List<Submission> submissions = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            long user = firstUser + 1 + random.nextInt(people);
            submissions.add(chance(poison) ? unreadableGrade(user) : healthy(user));
        }
        return withSomeSentTwice(submissions);
    }

    /** The next version of one of several enrolments of a person who is in no generated event. */
    Submission enrolment(int number) {
        long time = timeOfNext();
        return submission(
                "user_enrolled", SampleEvents.userEnrolled(event -> enrolment(event, firstUser, number, time)), null);
    }

    /** The next version of one of several people who are in no generated event. */
    Submission person(int number, Consumer<ObjectNode> change, String poison) {
        long time = timeOfNext();
        return submission(
                "user_updated",
                SampleEvents.userUpdated(event -> {
                    user(event, firstUser + FURTHER_PEOPLE + number, time);
                    change.accept(event);
                }),
                poison);
    }

    /** The next version of a grade of one of these people. */
    Submission grade(int number) {
        long time = timeOfNext();
        return submission(
                "grade_updated",
                SampleEvents.gradeUpdated(event -> grade(event, firstUser + FURTHER_PEOPLE + number, time)),
                null);
    }

    private Submission healthy(long user) {
        long time = timeOfNext();
        long modified = chance(0.15) ? time - random.nextInt(LATE_BY_SECONDS) : time;
        double kind = random.nextDouble();
        if (kind < 0.1) {
            return submission("user_created", SampleEvents.userCreated(event -> user(event, user, modified)), null);
        }
        if (kind < 0.35) {
            return submission("user_updated", SampleEvents.userUpdated(event -> user(event, user, modified)), null);
        }
        if (kind < 0.55) {
            return submission(
                    "user_enrolled",
                    SampleEvents.userEnrolled(event -> enrolment(event, user, random.nextInt(2), modified)),
                    null);
        }
        return submission("grade_updated", SampleEvents.gradeUpdated(event -> grade(event, user, modified)), null);
    }

    private Submission submission(String event, byte[] body, String poison) {
        UUID id = timeOrdered(SampleEvents.TIME * 1000 + made++);
        return new Submission(event, id, new String(body, StandardCharsets.UTF_8), poison);
    }

    private long timeOfNext() {
        return SampleEvents.TIME + made / EVENTS_PER_SECOND;
    }

    private List<Submission> withSomeSentTwice(List<Submission> submissions) {
        List<Submission> all = new ArrayList<>(submissions);
        for (int i = 0; i < submissions.size() / 20; i++) {
            int place = random.nextInt(submissions.size());
            all.add(place + random.nextInt(all.size() - place), submissions.get(place));
        }
        return List.copyOf(all);
    }

    private void user(ObjectNode user, long id, long modified) {
        user.put("userid", id)
                .put("username", "user" + id)
                .put("firstname", "First" + random.nextInt(1000))
                .put("city", chance(0.2) ? "" : "City " + random.nextInt(50))
                .put("suspended", chance(0.1))
                .put("timemodified", modified);
    }

    private void enrolment(ObjectNode enrolment, long user, int course, long modified) {
        enrolment
                .put("enrollmentid", user * 10 + course)
                .put("userid", user)
                .put("courseid", 100 + course)
                .put("status", random.nextInt(2))
                .put("timemodified", modified);
    }

    private void grade(ObjectNode grade, long user, long modified) {
        int item = random.nextInt(3);
        // Now and then a course is reset, and the same item has a new grade.
        grade.put("gradeid", user * 10 + item + (chance(0.1) ? 5 : 0))
                .put("userid", user)
                .put("itemid", 500 + item)
                .put("timemodified", modified)
                .put("feedback", "<p>Feedback " + random.nextInt(1000) + filler + "</p>");
        if (chance(0.05)) {
            grade.putNull("finalgrade");
        } else if (chance(0.5)) {
            int maximum = MAXIMA.get(random.nextInt(MAXIMA.size()));
            grade.put("grademin", random.nextInt(3)).put("grademax", maximum).put("finalgrade", number(maximum));
        } else {
            grade.put("finalgrade", number(100));
        }
    }

    private Submission unreadableGrade(long user) {
        long time = timeOfNext();
        byte[] body = SampleEvents.gradeUpdated(event -> {
            grade(event, user, time);
            event.put("finalgrade", "forty");
        });
        return submission("grade_updated", body, Stack.PROCESSOR);
    }

    /** Up to five decimals, seldom outside the range. */
    private double number(int maximum) {
        long hundredThousandths = Math.round((random.nextDouble() * 1.05 - 0.02) * maximum * 100_000);
        return hundredThousandths / 100_000.0;
    }

    private UUID timeOrdered(long millis) {
        long high = (millis << 16) | 0x7000 | random.nextInt(0x1000);
        long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }
}
