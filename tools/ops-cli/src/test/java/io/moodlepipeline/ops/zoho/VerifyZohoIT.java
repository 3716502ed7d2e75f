package io.moodlepipeline.ops.zoho;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.ops.ExitCode;
import io.moodlepipeline.ops.Ops;
import io.moodlepipeline.ops.running.School;
import io.moodlepipeline.testkit.SampleEvents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What went to Zoho as the ledger has it, beside the topics. */
class VerifyZohoIT extends OnRunningZoho {
    @Test
    void nothingIsLostOfWhatIsInZohoWaitsIsFilteredOrReplaced() throws Exception {
        syncOneStudent(7);
        school.userUpdated(7, user -> user.put("city", "Cork").put("timemodified", SampleEvents.TIME + 9));
        school.userUpdated(7, user -> user.put("city", "Older").put("timemodified", SampleEvents.TIME - 9));
        school.userEnrolled(8, 80);
        school.gradeUpdated(7, 2, grade -> grade.putNull("itemname"));
        drain();

        Ops.Result answer = verify();

        assertThat(answer.exitCode()).as(answer.err()).isEqualTo(ExitCode.OK);
        assertThat(answer.out()).contains("0 lost");
        assertThat(line(answer, "student")).containsExactly("3", "1", "0", "0", "0", "0", "0", "0", "0");
        assertThat(count(answer, "enrolment", 5)).as("waiting").isEqualTo("1");
        assertThat(count(answer, "grade", 7)).as("filtered").isEqualTo("1");
        assertThat(findings()).isEmpty();
    }

    @Test
    void whatEndedARecordIsNeitherLostNorFiltered() throws Exception {
        syncOneStudent(7);
        School.Sent deletion = school.userEnrolled(7, 7, enrolment -> enrolment.put("deleted", true));
        drain();

        Ops.Result answer = verify();

        assertThat(answer.exitCode()).as(answer.err()).isEqualTo(ExitCode.OK);
        assertThat(count(answer, "enrolment", 7)).as("filtered").isEqualTo("0");
        assertThat(findings()).isEmpty();
        assertThat(services.run("trace", deletion.eventId().toString()).out()).contains("has ended by it");
        ledger("UPDATE zoho.entry SET version_time = version_time - interval '1 hour' WHERE %s");
        assertThat(findings())
                .extracting(finding -> finding.get("finding").asText())
                .containsOnly("lost")
                .hasSize(3);
    }

    @Test
    void whatTheLedgerDoesNotKnowAndIsNowhereElseIsLost() throws Exception {
        School.Sent sent = school.userCreated(7, user -> {});
        drain();
        ledger("DELETE FROM zoho.entry WHERE %s");

        assertThat(verify().exitCode()).isEqualTo(ExitCode.FAILED);
        JsonNode finding = findings().get(0);
        assertThat(finding.get("finding").asText()).isEqualTo("lost");
        assertThat(finding.get("key").asText()).isEqualTo("7");
        assertThat(finding.get("event_id").asText()).isEqualTo(sent.eventId().toString());
        assertThat(finding.get("what_to_do").asText())
                .isEqualTo("stop zoho-sink, then java -jar ops-cli.jar replay --group " + zoho.group() + " --topic "
                        + sent.topic() + ":" + sent.partition() + " --to-offset " + sent.offset() + " --execute");
    }

    @Test
    void aLedgerThatIsOlderThanTheNewestEventHasLostIt() throws Exception {
        school.userCreated(7, user -> {});
        drain();
        ledger("UPDATE zoho.entry SET version_time = version_time - interval '1 second' WHERE %s");

        assertThat(findings())
                .extracting(finding -> finding.get("finding").asText())
                .containsExactly("lost");
    }

    @Test
    void aRecordThatLacksAFieldIsNamedWithItAndIsNoLoss() throws Exception {
        school.userCreated(7, user -> user.put("email", "not an address"));
        drain();

        assertThat(verify().exitCode()).isEqualTo(ExitCode.OK);
        JsonNode finding = findings().get(0);
        assertThat(finding.get("finding").asText()).isEqualTo("incomplete");
        assertThat(finding.get("what_to_do").asText()).startsWith("lacks Academic_Email");
    }

    @Test
    void whatIsKeptAsADeadLetterIsDeadAndNotLost() throws Exception {
        School.Sent unreadable = school.userCreated(7, user -> user.put("suspended", "no"));
        drain();

        assertThat(verify().exitCode()).isEqualTo(ExitCode.OK);
        JsonNode finding = findings().get(0);
        assertThat(finding.get("finding").asText()).isEqualTo("dead");
        assertThat(finding.get("what_to_do").asText())
                .contains("dlt show --event-id " + unreadable.eventId() + " --consumer " + zoho.group());
    }

    @Test
    void whatIsNotConsumedYetIsPending() {
        zoho.stopSink();
        school.userCreated(7, user -> {});

        Ops.Result answer = verify();

        assertThat(answer.exitCode()).as(answer.err()).isEqualTo(ExitCode.OK);
        assertThat(count(answer, "student", 8)).isEqualTo("1");
        assertThat(answer.out()).contains("pending has not been consumed yet");
    }

    @Test
    void withoutTheTenantsFileItSaysWhatItNeeds() {
        Ops.Result answer = services.run("verify", "--zoho");

        assertThat(answer.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(answer.err()).contains("--zoho-tenants FILE", "ZOHO_SINK_TENANTS_FILE");
    }

    @Test
    void readLiveAllIsWellUntilSomebodyDeletesOrChangesRecordsInZoho() {
        syncOneStudent(7);
        syncOneStudent(8);

        assertThat(verify("--live").out()).contains("costs about 7 credits", "with --execute");
        Ops.Result well = verify("--live", "--execute");
        assertThat(well.exitCode()).as(well.err()).isEqualTo(ExitCode.OK);
        assertThat(well.out()).contains("0 missing");
        assertThat(findings("--live", "--execute")).isEmpty();

        zoho.simulator()
                .put(
                        zoho.org(),
                        "BTEC_Students",
                        record("BTEC_Students", "Student_Moodle_ID", "8").put("City", "Elsewhere"));
        assertThat(verify("--live", "--execute").exitCode()).as("differs").isEqualTo(ExitCode.FAILED);
        zoho.simulator().delete(zoho.org(), "Grades", idOf("Grades", "Moodle_Grade_Composite_Key", "7-1"));

        assertThat(verify("--live", "--execute").exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(findings("--live", "--execute"))
                .extracting(finding -> finding.get("finding").asText() + " "
                        + finding.get("record_of").asText() + " "
                        + finding.get("key").asText())
                .containsExactly("missing grade 7-1", "differs student 8");
        assertThat(findings("--live", "--execute").get(1).get("what_to_do").asText())
                .startsWith("differs in City:")
                .doesNotContain("Elsewhere");
    }

    @Test
    void whatTheLedgerSaysIsPrintedAlsoWhenZohoDoesNotAnswer() throws Exception {
        syncOneStudent(7);
        Path away = zoho.tenantsFile().resolveSibling("away.yaml");
        Files.writeString(
                away,
                Files.readString(zoho.tenantsFile())
                        .replace("api_domain: " + zoho.simulator().url(), "api_domain: http://127.0.0.1:1"));

        Ops.Result answer = services.run(
                "verify",
                "--zoho",
                "--tenant",
                school.tenant(),
                "--zoho-tenants",
                away.toString(),
                "--live",
                "--execute");

        assertThat(answer.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(answer.err()).contains("Zoho of tenant " + school.tenant());
        assertThat(answer.out()).contains("0 lost").doesNotContain("MISSING", "0 missing");
        assertThat(line(answer, "student")).startsWith("1", "1");
    }

    @Test
    void eachCreditThatZohoTookIsInTheLedger() throws Exception {
        syncOneStudent(7);
        verify("--live", "--execute");
        services.run(
                "doctor",
                "--tenant",
                school.tenant(),
                "--zoho-tenants",
                zoho.tenantsFile().toString());

        assertThat(services.count(
                        "SELECT generate_series(1, sum(credits)) FROM zoho.credit WHERE org_id = '" + zoho.org() + "'"))
                .isEqualTo((int) zoho.simulator().creditsUsedInADay(zoho.org()));
    }

    private String idOf(String module, String keyField, String key) {
        return record(module, keyField, key).path("id").asText();
    }

    private ObjectNode record(String module, String keyField, String key) {
        return zoho.simulator().records(zoho.org(), module).stream()
                .filter(record -> record.path(keyField).asText().equals(key))
                .findFirst()
                .orElseThrow();
    }

    private void drain() {
        services.awaitDrained();
        zoho.awaitDrained();
    }

    private void ledger(String sql) throws Exception {
        assertThat(services.execute(String.format(sql, "tenant = '" + school.tenant() + "'")))
                .isPositive();
    }

    private Ops.Result verify(String... further) {
        List<String> arguments = new ArrayList<>(List.of(
                "verify",
                "--zoho",
                "--tenant",
                school.tenant(),
                "--zoho-tenants",
                zoho.tenantsFile().toString()));
        arguments.addAll(List.of(further));
        return services.run(arguments.toArray(String[]::new));
    }

    private List<JsonNode> findings(String... further) {
        List<JsonNode> findings = new ArrayList<>();
        List<String> arguments = new ArrayList<>(List.of("-o", "json"));
        arguments.addAll(List.of(further));
        verify(arguments.toArray(String[]::new)).json().forEach(findings::add);
        return findings;
    }

    /** The counts behind a role in the printed table. */
    private List<String> line(Ops.Result answer, String role) {
        String begin = school.tenant() + "  " + role + " ";
        return answer.out()
                .lines()
                .filter(line -> line.startsWith(begin))
                .map(line -> List.of(line.substring(begin.length()).trim().split(" +")))
                .findFirst()
                .orElseThrow();
    }

    private String count(Ops.Result answer, String role, int column) {
        return line(answer, role).get(column);
    }
}
