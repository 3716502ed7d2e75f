package io.moodlepipeline.ops.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.ops.ExitCode;
import io.moodlepipeline.ops.Ops;
import io.moodlepipeline.ops.running.RunningServices;
import io.moodlepipeline.ops.running.School;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that forgets, as one does that is restored from a backup. */
class RestoredDatabaseIT {
    private static final List<String> TABLES = List.of("students", "enrollments", "grades");

    @TempDir
    Path folder;

    @Test
    void nothingIsLostOnceTheEventsAfterTheBackupAreReadAgain() throws Exception {
        try (RunningServices services = new RunningServices(folder);
                School school = new School(services.brokers(), "school")) {
            sendAll(school, 1, "Before");
            services.awaitDrained();
            for (String table : TABLES) {
                services.execute("CREATE TABLE backup_" + table + " AS SELECT * FROM " + table);
            }
            sendAll(school, 1, "After");
            sendAll(school, 20, "After");
            services.awaitDrained();

            services.stopWriter();
            for (String table : TABLES) {
                services.execute("DELETE FROM " + table);
                services.execute("INSERT INTO " + table + " SELECT * FROM backup_" + table);
            }
            assertThat(services.run("verify").exitCode()).isEqualTo(ExitCode.FAILED);
            Ops.Result replay = services.run("replay", "--group", "db-writer", "--to-stored", "--execute");
            assertThat(replay.exitCode()).as(replay.err()).isEqualTo(ExitCode.OK);

            services.startWriter();
            services.awaitDrained();
            Ops.Result verify = services.run("verify");
            assertThat(verify.exitCode()).as(verify.out() + verify.err()).isEqualTo(ExitCode.OK);
        }
    }

    private static void sendAll(School school, int firstUser, String name) {
        for (int user = firstUser; user < firstUser + 10; user++) {
            school.userCreated(user, event -> event.put("firstname", name));
            school.userEnrolled(user, user);
            school.gradeUpdated(user, 5, event -> {});
        }
    }
}
