package io.moodlepipeline.ops.zoho;

import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.ops.ExitCode;
import io.moodlepipeline.ops.Ops;
import io.moodlepipeline.testkit.SampleEvents;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A ledger that forgets, as one does that is restored with its database from a backup, while Zoho and the offsets go on from where they are. */
class RestoredLedgerIT extends OnRunningZoho {
    /** What it knows of records, and what waits. */
    private static final List<String> TABLES = List.of("entry", "waiting");

    @Test
    void nothingIsLostOnceTheEventsAreReadAgain() throws Exception {
        syncOneStudent(7);
        for (String table : TABLES) {
            services.execute("CREATE TABLE backup_" + table + " AS SELECT * FROM zoho." + table);
        }
        school.userUpdated(7, user -> user.put("city", "Cork").put("timemodified", SampleEvents.TIME + 9));
        syncOneStudent(8);
        school.userEnrolled(9, 90);
        services.awaitDrained();
        zoho.awaitDrained();

        zoho.stopSink();
        for (String table : TABLES) {
            services.execute("DELETE FROM zoho." + table);
            services.execute("INSERT INTO zoho." + table + " SELECT * FROM backup_" + table);
        }
        assertThat(verify().exitCode()).isEqualTo(ExitCode.FAILED);
        Ops.Result replay =
                services.run("replay", "--group", zoho.group(), "--all-topics", "--to-earliest", "--execute");
        assertThat(replay.exitCode()).as(replay.err()).isEqualTo(ExitCode.OK);

        zoho.startSink();
        zoho.awaitDrained();
        Ops.Result verify = verify("--live", "--execute");
        assertThat(verify.exitCode()).as(verify.out() + verify.err()).isEqualTo(ExitCode.OK);
        assertThat(zoho.simulator().records("BTEC_Students")).hasSize(2);
        school.userCreated(9, user -> {});
        zoho.awaitDrained();
        assertThat(zoho.simulator().records("Enrollments"))
                .as("with the one that waited for its student")
                .hasSize(3);
    }

    private Ops.Result verify(String... further) {
        return services.run(Stream.concat(
                        Stream.of(
                                "verify",
                                "--zoho",
                                "--tenant",
                                school.tenant(),
                                "--zoho-tenants",
                                zoho.tenantsFile().toString()),
                        Stream.of(further))
                .toArray(String[]::new));
    }
}
