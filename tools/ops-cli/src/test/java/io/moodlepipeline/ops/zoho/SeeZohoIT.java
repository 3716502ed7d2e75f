package io.moodlepipeline.ops.zoho;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.moodlepipeline.ops.Ops;
import io.moodlepipeline.ops.running.School;
import io.moodlepipeline.testkit.SampleEvents;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the verbs that look at everything say of Zoho. */
class SeeZohoIT extends OnRunningZoho {
    @Test
    void statusTellsWhatEachSchoolHasInZohoAndWhatWaits() {
        syncOneStudent(7);
        school.userEnrolled(8, 80);
        services.awaitDrained();
        zoho.awaitDrained();

        assertThat(statusOfZoho())
                .anyMatch(fact -> fact.startsWith("1 students, 1 enrolments, 1 grades in Zoho, last written"))
                .anyMatch(fact -> fact.startsWith("1 enrolments and grades wait for their student, the oldest for"))
                .anyMatch(fact -> fact.endsWith("credits used in 24 hours, by organisation " + zoho.org()));
    }

    @Test
    void statusFindsItAProblemWhenAStudentDoesNotComeForDays() throws Exception {
        school.userEnrolled(8, 80);
        services.awaitDrained();
        zoho.awaitDrained();
        services.execute(
                "UPDATE zoho.waiting SET since = since - interval '8 days' WHERE tenant = '" + school.tenant() + "'");

        assertThat(facts())
                .filteredOn(fact -> fact.get("subject").asText().equals(school.tenant()))
                .anySatisfy(fact -> {
                    assertThat(fact.get("good").asBoolean()).isFalse();
                    assertThat(fact.get("remedy").asText()).contains("STUDENT_NOT_SYNCED");
                });
    }

    @Test
    void lagKnowsEachSchoolsConsumerAndHowToStartIt() {
        syncOneStudent(7);
        zoho.stopSink();
        school.userCreated(9, user -> {});

        Ops.Result lag = services.run("lag", "--group", zoho.group(), "--totals", "--sample", "0s", "-o", "json");

        assertThat(lag.json().get(0).get("lag").asLong()).isEqualTo(1);
        assertThat(facts())
                .filteredOn(fact -> fact.get("subject").asText().equals(zoho.group()))
                .anySatisfy(fact -> assertThat(fact.get("remedy").asText()).isEqualTo("start zoho-sink"));
    }

    @Test
    void traceTellsWhatBecameOfEachEventAtZoho() {
        School.Sent older = school.userCreated(7, user -> user.put("timemodified", SampleEvents.TIME - 9));
        School.Sent student = school.userUpdated(7, user -> {});
        School.Sent child = school.userEnrolled(8, 80);
        School.Sent total = school.gradeUpdated(7, 2, grade -> grade.putNull("itemname"));
        School.Sent unreadable = school.userCreated(9, user -> user.put("suspended", "no"));
        services.awaitDrained();
        zoho.awaitDrained();

        assertThat(trace(older)).contains("A newer event went to Zoho instead.");
        assertThat(trace(student))
                .contains("It is in Zoho as record "
                        + zoho.simulator()
                                .records("BTEC_Students")
                                .get(0)
                                .get("id")
                                .asText() + " since");
        assertThat(trace(child)).contains("For Zoho it waits since", "for its student", "What to do: have Moodle send");
        assertThat(trace(total)).contains("the mapping's filters keep it out");
        assertThat(trace(unreadable)).contains("dead letter", "zoho-sink." + school.tenant());

        assertThat(services.run("trace", "--user", "8", "--tenant", school.tenant())
                        .out())
                .contains("waits for student", "have Moodle send this user");
    }

    @Test
    void traceKnowsWhatIsStillToComeAndWhatIsLost() throws Exception {
        School.Sent lost = school.userCreated(7, user -> {});
        services.awaitDrained();
        zoho.awaitDrained();
        services.execute("DELETE FROM zoho.entry WHERE tenant = '" + school.tenant() + "'");
        zoho.stopSink();
        School.Sent pending = school.userCreated(8, user -> {});

        assertThat(trace(pending)).contains("waits for the " + zoho.group() + ", which has not come to it yet");
        assertThat(trace(lost)).contains("the ledger does not know it", "verify --zoho --tenant " + school.tenant());
    }

    private String trace(School.Sent sent) {
        return services.run("trace", sent.eventId().toString()).out();
    }

    private List<String> statusOfZoho() {
        return facts().stream()
                .filter(fact -> fact.get("area").asText().equals("zoho"))
                .filter(fact -> fact.get("subject").asText().equals(school.tenant()))
                .map(fact -> fact.get("fact").asText())
                .toList();
    }

    private List<JsonNode> facts() {
        List<JsonNode> facts = new ArrayList<>();
        services.run("status", "-o", "json").json().forEach(facts::add);
        return facts;
    }
}
