package io.moodlepipeline.localstack.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.testkit.SampleEvents;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Three made-up students, their courses and their grades. All ids are far above those of any real site, so that the demo
 * does not touch a school's rows.
 */
final class Story {
    static final long FIRST_USER = 9_000_000_000_001L;
    static final long LAST_USER = FIRST_USER + 999;

    private static final long AMAL = FIRST_USER;
    private static final long BASIL = FIRST_USER + 1;
    private static final long CLARA = FIRST_USER + 2;
    private static final long COURSE = 9_000_000_000_001L;
    private static final long FIRST_ENROLLMENT = 9_000_000_000_001L;
    private static final long FIRST_ITEM = 9_000_000_000_001L;

    private final long start;
    private final Gateway gateway;
    private final PrintWriter console;
    private final Expected expected = new Expected();

    /** @param now the story's events are of the hour before */
    Story(Instant now, Gateway gateway, PrintWriter console) {
        start = now.minus(Duration.ofHours(1)).getEpochSecond();
        this.gateway = gateway;
        this.console = console;
    }

    Expected play() throws InterruptedException {
        student(AMAL, "Amal", "Haddad", "Amman");
        student(BASIL, "Basil", "Nasser", "Irbid");
        student(CLARA, "Clara", "Weiss", "Graz");
        enrolment(AMAL, 0, "is enrolled");
        enrolment(BASIL, 0, "is enrolled");
        enrolment(CLARA, 1, "is enrolled, but suspended in the course");

        grade(AMAL, 1, 10, "has 70: the least that is a Distinction", grade -> grade.put("finalgrade", 70));
        grade(AMAL, 2, 10, "has 69.99999: still a Merit", grade -> grade.put("finalgrade", 69.99999));
        grade(
                AMAL,
                3,
                10,
                "has 7 out of 10, with the maximum sent",
                grade -> grade.put("finalgrade", 7).put("grademin", 0).put("grademax", 10));
        supersededGrade(BASIL, 1, 10, "has 55: a Pass", 55);
        grade(BASIL, 1, 20, "is graded again with 62: now a Merit", grade -> grade.put("finalgrade", 62));
        grade(BASIL, 2, 10, "has 12: Refer", grade -> grade.put("finalgrade", 12));
        grade(BASIL, 3, 10, "hands in, not graded yet", grade -> grade.putNull("finalgrade"));
        grade(CLARA, 1, 20, "has 45: a Pass", grade -> grade.put("finalgrade", 45));
        supersededGrade(CLARA, 1, 5, "had 90 before that: arrives late and must not win", 90);
        grade(
                CLARA,
                2,
                10,
                "has 130 of an unknown maximum: kept, without a band",
                grade -> grade.put("finalgrade", 130));
        return expected;
    }

    private void student(long user, String firstName, String lastName, String city) throws InterruptedException {
        String username = (firstName + "." + lastName).toLowerCase(Locale.ROOT);
        byte[] body = SampleEvents.userCreated(event -> event.put("userid", user)
                .put("username", username)
                .put("firstname", firstName)
                .put("lastname", lastName)
                .put("email", username + "@example.edu")
                .put("idnumber", "DEMO-" + number(user))
                .put("phone1", "")
                .put("city", city)
                .put("timecreated", start)
                .put("timemodified", start));
        expected.add(ShownTable.STUDENTS, send("user_created", body, firstName + " gets an account"));
    }

    private void enrolment(long user, int status, String what) throws InterruptedException {
        byte[] body = SampleEvents.userEnrolled(event -> event.put("userid", user)
                .put("enrollmentid", FIRST_ENROLLMENT + number(user))
                .put("courseid", COURSE)
                .put("status", status)
                .put("timestart", start)
                .put("timecreated", start));
        expected.add(ShownTable.ENROLLMENTS, send("user_enrolled", body, name(user) + " " + what));
    }

    private void grade(long user, int item, int minute, String what, Consumer<ObjectNode> grade)
            throws InterruptedException {
        expected.add(ShownTable.GRADES, sendGrade(user, item, minute, what, grade));
    }

    private void supersededGrade(long user, int item, int minute, String what, int points) throws InterruptedException {
        sendGrade(user, item, minute, what, grade -> grade.put("finalgrade", points));
    }

    private String sendGrade(long user, int item, int minute, String what, Consumer<ObjectNode> grade)
            throws InterruptedException {
        byte[] body = SampleEvents.gradeUpdated(event -> {
            event.put("userid", user)
                    .put("gradeid", FIRST_ITEM + 10 * number(user) + item)
                    .put("itemid", FIRST_ITEM + item)
                    .put("itemname", "Unit " + item)
                    .put("timemodified", start + Duration.ofMinutes(minute).toSeconds());
            grade.accept(event);
        });
        return send("grade_updated", body, name(user) + ", unit " + item + ": " + what);
    }

    private String send(String event, byte[] body, String what) throws InterruptedException {
        String eventId = gateway.post(event, body);
        console.printf("%-14s %s%n", event, what);
        console.flush();
        return eventId;
    }

    private static String name(long user) {
        return user == AMAL ? "Amal" : user == BASIL ? "Basil" : "Clara";
    }

    private static long number(long user) {
        return user - FIRST_USER;
    }
}
