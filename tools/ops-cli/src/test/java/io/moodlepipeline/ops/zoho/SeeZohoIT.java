package io.moodlepipeline.ops.zoho;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.moodlepipeline.ops.Ops;
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
