package io.moodlepipeline.ops.zoho;

import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.ops.ExitCode;
import io.moodlepipeline.ops.Ops;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is in Zoho already is sent again: after the ledger was reset, or in spite of it. */
class SendAgainIT extends OnRunningZoho {
    @Test
    void aResetIsShownAndRefusedWhileTheConsumerRuns() throws Exception {
        syncOneStudent(7);

        Ops.Result answer = services.run("zoho", "reset-ledger", "--tenant", school.tenant(), "--execute");

        assertThat(answer.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(answer.err())
                .contains(
                        "Nothing was changed: " + zoho.group() + " is running",
                        "stop every instance of zoho-sink",
                        "reset the ledger as you did now, with --execute");
        assertThat(entries()).isEqualTo(3);
    }

    @Test
    void withoutExecuteAResetSaysWhatItCostsAndForgetsNothing() throws Exception {
        syncOneStudent(7);
        zoho.stopSink();

        Ops.Result answer = services.run("zoho", "reset-ledger", "--tenant", school.tenant());

        assertThat(answer.exitCode()).as(answer.err()).isEqualTo(ExitCode.OK);
        assertThat(answer.out())
                .contains(
                        zoho.org(),
                        "0 enrolments and grades that wait for their student would go on waiting.",
                        "Nothing was changed; with --execute, all of this is forgotten",
                        "1 students, 1 enrolments and 1 grades costs up to about 3 credits");
        assertThat(entries()).isEqualTo(3);
    }

    @Test
    void afterAResetAndAReplayTheSameRecordsAreWrittenOnceMore() throws Exception {
        syncOneStudent(7);
        List<String> ids = studentIds();
        zoho.stopSink();

        Ops.Result answer = services.run("zoho", "reset-ledger", "--tenant", school.tenant(), "--execute");
        assertThat(answer.exitCode()).as(answer.err()).isEqualTo(ExitCode.OK);
        assertThat(answer.out())
                .contains(
                        "Done.",
                        "replay --group " + zoho.group() + " --all-topics --to-earliest --execute",
                        "2. start zoho-sink");
        assertThat(entries()).isZero();

        zoho.simulator().forgetRequests();
        services.run("replay", "--group", zoho.group(), "--all-topics", "--to-earliest", "--execute");
        zoho.startSink();
        zoho.awaitDrained();
        assertThat(upserts()).isEqualTo(3);
        assertThat(studentIds()).isEqualTo(ids);
        assertThat(entries()).isEqualTo(3);
    }

    @Test
    void theLedgerOfNobodyIsNotReset() throws Exception {
        Ops.Result answer = services.run("zoho", "reset-ledger", "--tenant", "nobody");

        assertThat(answer.exitCode()).isEqualTo(ExitCode.NOTHING_MATCHED);
        assertThat(answer.err()).contains("knows nothing of tenant nobody");
    }

    @Test
    void aReplaySendsNothingThatZohoHasUnlessItIsToldTo() throws Exception {
        syncOneStudent(7);
        zoho.stopSink();
        zoho.simulator().forgetRequests();

        replay("--execute");
        zoho.startSink();
        zoho.awaitDrained();
        assertThat(upserts()).isZero();

        zoho.stopSink();
        Ops.Result shown = replay("--resend");
        assertThat(shown.exitCode()).as(shown.err()).isEqualTo(ExitCode.OK);
        assertThat(shown.out())
                .contains("up to 1 students, 1 enrolments and 1 grades costs up to about 3 credits of Zoho's");
        replay("--resend", "--execute");
        zoho.startSink();
        zoho.awaitDrained();
        assertThat(upserts()).isEqualTo(3);
    }

    @Test
    void onlyWhatIsReadAgainCountsAsSentAgain() {
        syncOneStudent(7);
        zoho.stopSink();

        Ops.Result shown = services.run(
                "replay", "--group", zoho.group(), "--topic", "moodle.user-created", "--to-earliest", "--resend");

        assertThat(shown.out()).contains("up to 1 students, 0 enrolments and 0 grades costs up to about 1 credits");
    }

    @Test
    void onlyWhatIsReadAgainIsForgotten() {
        syncOneStudent(7);
        zoho.stopSink();
        zoho.simulator().forgetRequests();

        services.run(
                "replay",
                "--group",
                zoho.group(),
                "--topic",
                "moodle.user-created",
                "--to-earliest",
                "--resend",
                "--execute");
        replay("--execute");
        zoho.startSink();
        zoho.awaitDrained();

        assertThat(upserts()).isEqualTo(1);
    }

    @Test
    void whatIsToBeSentAgainIsSaidAlsoWhereTheOffsetsAreThereAlready() throws Exception {
        syncOneStudent(7);
        zoho.stopSink();
        services.execute(
                "ALTER TABLE zoho.entry ADD CONSTRAINT unforgotten CHECK (content_hash IS NOT NULL) NOT VALID");
        Ops.Result halfDone = replay("--resend", "--execute");
        services.execute("ALTER TABLE zoho.entry DROP CONSTRAINT unforgotten");
        assertThat(halfDone.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(halfDone.err())
                .contains("The offsets are set, but the ledger could not be told", "do the same once more");

        assertThat(replay("--resend").out()).contains("Nothing was changed; with --execute, " + zoho.group());
        assertThat(replay("--resend", "--execute").out())
                .contains("Done: " + zoho.group() + " goes on from there already, and sends what it reads")
                .doesNotContain("Nothing to do");
        zoho.simulator().forgetRequests();
        zoho.startSink();
        zoho.awaitDrained();
        assertThat(upserts()).isEqualTo(3);
    }

    @Test
    void otherConsumersHaveNothingToSendAgain() {
        Ops.Result answer = services.run("replay", "--group", "db-writer", "--all-topics", "--to-earliest", "--resend");

        assertThat(answer.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(answer.err()).contains("--resend is for the consumers zoho-sink.TENANT");
    }

    @Test
    void aGroupThatNeverWasIsNoConsumer() {
        Ops.Result answer = services.run("replay", "--group", "zoho-sink.nobody", "--all-topics", "--to-earliest");

        assertThat(answer.exitCode()).isEqualTo(ExitCode.NOTHING_MATCHED);
        assertThat(answer.err()).contains("There is no group zoho-sink.nobody", zoho.group());
    }

    private Ops.Result replay(String... further) {
        List<String> arguments =
                new ArrayList<>(List.of("replay", "--group", zoho.group(), "--all-topics", "--to-earliest"));
        arguments.addAll(List.of(further));
        return services.run(arguments.toArray(String[]::new));
    }

    private int entries() throws Exception {
        return services.count("SELECT 1 FROM zoho.entry WHERE tenant = '" + school.tenant() + "'");
    }

    private List<String> studentIds() {
        return zoho.simulator().records("BTEC_Students").stream()
                .map(record -> record.get("id").asText())
                .toList();
    }

    private long upserts() {
        return zoho.simulator().requests().stream()
                .filter(request -> request.path().endsWith("/upsert"))
                .count();
    }
}
