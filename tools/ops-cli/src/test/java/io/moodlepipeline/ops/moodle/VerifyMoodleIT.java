package io.moodlepipeline.ops.moodle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.moodlepipeline.ops.ExitCode;
import io.moodlepipeline.ops.Ops;
import io.moodlepipeline.postgresql.DatabaseSettings;
import io.moodlepipeline.runtime.service.HealthState;
import io.moodlepipeline.runtime.settings.Secret;
import io.moodlepipeline.testkit.Database;
import io.moodlepipeline.testkit.PostgresBackend;
import io.moodlepipeline.testkit.junit.OnBackends;
import io.moodlepipeline.writer.tables.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verb with a file of Moodle's state, against the db-writer's tables. */
@OnBackends
class VerifyMoodleIT {
    private static final Instant EXPORTED = Instant.ofEpochSecond(1_764_000_000);
    private static final String TENANT = "school";

    private final Database database;
    private final StateRows rows;
    private long waiting;
    private long failed;
    private String choices = "";

    @TempDir
    private Path folder;

    VerifyMoodleIT(PostgresBackend postgres) {
        database = postgres.createDatabase("moodle");
        rows = new StateRows(database, TENANT, EXPORTED.minusSeconds(1));
    }

    @BeforeEach
    void schema() throws InterruptedException {
        DatabaseSettings settings =
                new DatabaseSettings(database.jdbcUrl(), database.user(), new Secret(database.password()));
        try (io.moodlepipeline.postgresql.Database writers =
                io.moodlepipeline.postgresql.Database.open(settings, "test", 2)) {
            writers.awaitSchema(Tables.SCHEMA, new HealthState("test"));
        }
    }

    @Test
    void whatTheTablesHoldAsMoodleDoesIsEqual() throws Exception {
        int count = 0;
        for (HashCase each : HashCase.all()) {
            String tenant = "t" + count++;
            new StateRows(database, tenant, EXPORTED.minusSeconds(1)).add(each);

            Ops.Result answer = verify(write(tenant, List.of(line(each, each.hash()))));

            assertThat(answer.exitCode()).as(each + ": " + answer.out()).isEqualTo(ExitCode.OK);
            assertThat(answer.out()).contains("The tables hold what Moodle held at 2025-11-24T16:00:00Z.");
        }
        assertThat(count).isPositive();
    }

    @Test
    void whatHasNoRowOrADeletedOneIsMissing() throws Exception {
        rows.add(user(2), true);
        rows.add(user(3));

        Path file = write(line(user(1)), line(user(2)), line(user(3)), line(grade(3, 9)));

        assertThat(verify(file).exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(findings(file))
                .containsExactly(
                        "missing students moodle_user_id=1 in Moodle: php local/backend_sync/cli/backfill.php --users",
                        "missing students moodle_user_id=2 in Moodle: php local/backend_sync/cli/backfill.php --users",
                        "missing grades moodle_user_id=3 item_id=9 in Moodle: php local/backend_sync/cli/backfill.php --grades");
        assertThat(line(verify(file), "users")).containsExactly("3", "1", "2", "0", "0");
        assertThat(verify(file).out()).contains("  php local/backend_sync/cli/backfill.php --users --grades\n");
    }

    @Test
    void whatHasOtherValuesIsDifferentAndTheValuesAreNotSaid() throws Exception {
        HashCase changed = user(1);
        changed.fields().put("city", "Irbid");
        rows.add(changed);
        rows.addAsOfAnOlderPlugin(grade(1, 9));

        Path file = write(line(user(1)), line(grade(1, 9)));

        assertThat(verify(file).exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(findings(file))
                .containsExactly(
                        "different students moodle_user_id=1 in Moodle: php local/backend_sync/cli/backfill.php --users",
                        "different grades moodle_user_id=1 item_id=9 in Moodle: php local/backend_sync/cli/backfill.php --grades");
        assertThat(verify(file).out()).doesNotContain("Irbid", "Amman", "amal", "Assignment");
    }

    @Test
    void aGradeThatMoodleChangedAtAnotherTimeIsDifferent() throws Exception {
        rows.modifiedAt(EXPORTED.minusSeconds(90)).add(grade(1, 9));
        rows.modifiedAt(EXPORTED.minusSeconds(90)).add(grade(1, 10));
        rows.modifiedAt(EXPORTED.minusSeconds(90)).add(grade(1, 11));
        rows.modifiedAt(EXPORTED.minusSeconds(90)).add(grade(1, 12));
        rows.add(grade(1, 13));
        rows.add(grade(1, 14));
        long same = EXPORTED.getEpochSecond() - 90;

        Path file = write(
                // An older plugin does not say.
                line(grade(1, 9)),
                modified(grade(1, 10), same),
                modified(grade(1, 11), same + 1),
                modified(grade(1, 12), 0),
                modified(grade(1, 13), 0),
                modified(grade(1, 14), same));

        assertThat(findings(file))
                .containsExactly(
                        "different grades moodle_user_id=1 item_id=11 in Moodle: php local/backend_sync/cli/backfill.php --grades",
                        "different grades moodle_user_id=1 item_id=12 in Moodle: php local/backend_sync/cli/backfill.php --grades",
                        "different grades moodle_user_id=1 item_id=14 in Moodle: php local/backend_sync/cli/backfill.php --grades");
        assertThat(line(verify(file), "grades")).containsExactly("6", "3", "0", "3", "0");
    }

    @Test
    void whatMoodleHasNoMoreIsExtraWhereverItStandsInTheOrder() throws Exception {
        for (long id : List.of(1, 3, 5, 7)) {
            rows.add(user(id));
            rows.add(enrolment(id));
        }

        Path file = write(line(user(3)), deleted(5));

        assertThat(verify(file).exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(findings(file))
                .extracting(
                        finding -> finding.substring(0, finding.indexOf(" list it with --gone OUT, then in Moodle: ")))
                .containsExactly(
                        "extra students moodle_user_id=1",
                        "extra students moodle_user_id=5",
                        "extra students moodle_user_id=7",
                        "extra enrollments moodle_enrollment_id=1",
                        "extra enrollments moodle_enrollment_id=3",
                        "extra enrollments moodle_enrollment_id=5",
                        "extra enrollments moodle_enrollment_id=7");
        assertThat(verify(file).out()).contains("no event said so").doesNotContain("Moodle sends again");
    }

    @Test
    void whatMoodleHasNoMoreIsListedForItsPlugin() throws Exception {
        rows.add(user(1));
        rows.add(user(3));
        rows.add(user(5));
        rows.add(enrolment(8));
        rows.add(enrolment(9), true);
        rows.addAsOfAnOlderPlugin(grade(4, 9));
        rows.add(grade(3, 9));
        rows.changedAt(EXPORTED).add(user(6));
        HashCase changed = user(3);
        changed.fields().put("city", "Irbid");
        Path list = folder.resolve("gone list.jsonl");
        Files.writeString(list, "of another day");

        Ops.Result answer = verify(write(line(changed), deleted(5)), "--gone", list.toString());

        assertThat(answer.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(Files.readAllLines(list))
                .containsExactly(
                        "{\"format\":\"moodle-gone\",\"version\":1,\"tenant\":\"school\",\"exported_at\":1764000000}",
                        "{\"kind\":\"user\",\"id\":1}",
                        "{\"kind\":\"user\",\"id\":5}",
                        "{\"kind\":\"enrolment\",\"id\":8,\"user\":" + number(enrolment(8), "userid") + ",\"course\":"
                                + number(enrolment(8), "courseid") + "}",
                        "{\"kind\":\"grade\",\"id\":" + number(grade(3, 9), "gradeid")
                                + ",\"user\":3,\"item\":9,\"course\":"
                                + number(grade(3, 9), "courseid") + "}",
                        "{\"kind\":\"grade\",\"id\":" + number(grade(4, 9), "gradeid")
                                + ",\"user\":4,\"item\":9,\"course\":null}",
                        "{\"kind\":\"end\",\"users\":2,\"enrolments\":1,\"grades\":2}");
        assertThat(answer.out())
                .contains("Entries written to " + list + ": 5.")
                .contains("  php local/backend_sync/cli/backfill.php --gone='" + list + "'\n")
                .doesNotContain("--gone OUT");
        assertThat(folder).isDirectoryNotContaining(file -> file.toString().endsWith(".new"));
    }

    @Test
    void whatMoodleHasNoMoreIsSaidToBeListedByTheSameCommand() throws Exception {
        rows.add(user(1));
        Path file = write();

        assertThat(findings(file))
                .containsExactly("extra students moodle_user_id=1 list it with --gone OUT, then in Moodle: php"
                        + " local/backend_sync/cli/backfill.php --gone=OUT");
        assertThat(verify(file, "--tenant", TENANT).out())
                .contains("verify --moodle " + file + " --tenant school --gone OUT")
                .contains("  php local/backend_sync/cli/backfill.php --gone=OUT\n");
    }

    @Test
    void whatChangedAfterTheExportIsNotListed() throws Exception {
        rows.changedAt(EXPORTED).add(user(1));
        Path list = folder.resolve("gone.jsonl");

        Ops.Result answer = verify(write(), "--gone", list.toString());

        assertThat(Files.readAllLines(list))
                .hasSize(2)
                .last()
                .isEqualTo("{\"kind\":\"end\",\"users\":0,\"enrolments\":0,\"grades\":0}");
        assertThat(answer.out()).contains("Entries written to " + list + ": 0.").doesNotContain("backfill.php");
    }

    @Test
    void aFileThatIsNotWholeLeavesTheListOfBefore() throws Exception {
        rows.add(user(1));
        Path list = folder.resolve("gone.jsonl");
        Files.writeString(list, "of another day");
        Path file = folder.resolve("cut.jsonl");
        Files.writeString(file, header(TENANT) + line(user(2)));

        assertThat(verify(file, "--gone", list.toString()).exitCode()).isEqualTo(ExitCode.FAILED);

        assertThat(list).hasContent("of another day");
        assertThat(folder).isDirectoryNotContaining(each -> each.toString().endsWith(".new"));
    }

    @Test
    void aListThatCannotBeWrittenIsAnErrorThatSaysHow() throws Exception {
        Path file = write(line(user(1)));

        assertThat(verify(file, "--gone", file.toString()).exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(verify(file, "--gone", folder.toString()).err()).contains("is a folder: name a file in it (--gone)");
        assertThat(verify(file, "--gone", folder.resolve("absent/gone.jsonl").toString())
                        .err())
                .contains("gone.jsonl cannot be written: name a file in a folder that is there");
        Ops.Result alone = Ops.connectedTo("nobody.invalid:9092").run("verify", "--gone", "gone.jsonl");
        assertThat(alone.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(alone.err()).contains("--gone goes with --moodle");
    }

    @Test
    void whatIsDeletedOnBothSidesOrWasNeverGradedIsNoFinding() throws Exception {
        rows.add(user(1), true);
        rows.add(user(2), true);
        rows.add(enrolment(3), true);
        rows.add(grade(1, 9), true);
        HashCase ungraded = grade(1, 10);
        ungraded.fields().putNull("finalgrade");
        rows.add(ungraded);

        Ops.Result answer = verify(write(deleted(1), deleted(4)));

        assertThat(answer.exitCode()).as(answer.out()).isEqualTo(ExitCode.OK);
        assertThat(line(answer, "users")).containsExactly("2", "2", "0", "0", "0");
    }

    @Test
    void whatThePluginSendsNoMoreByItsSettingsIsNotExtra() throws Exception {
        HashCase teacher = enrolment(1);
        teacher.fields().putArray("roleids").add(3);
        rows.add(teacher);
        HashCase both = enrolment(2);
        both.fields().putArray("roleids").add(3).add(5);
        rows.add(both);
        HashCase total = grade(1, 9);
        total.fields().put("itemtype", "course");
        rows.add(total);
        HashCase activity = grade(1, 10);
        activity.fields().put("itemtype", "mod");
        rows.add(activity);

        choices = ",\"roles\":[5],\"item_kinds\":[\"mod\"]";
        assertThat(findings(write()))
                .extracting(
                        finding -> finding.substring(0, finding.indexOf(" list it with --gone OUT, then in Moodle: ")))
                .containsExactly(
                        "extra enrollments moodle_enrollment_id=2", "extra grades moodle_user_id=1 item_id=10");

        choices = "";
        assertThat(findings(write())).hasSize(4);
    }

    @Test
    void anOlderPluginsEnrolmentIsSentByTheRoleThatItNamed() throws Exception {
        // Its role_id is 5.
        rows.addAsOfAnOlderPlugin(enrolment(1));

        choices = ",\"roles\":[3]";
        assertThat(verify(write()).exitCode()).isEqualTo(ExitCode.OK);
        choices = ",\"roles\":[5]";
        assertThat(findings(write())).hasSize(1);
    }

    @Test
    void aRowThatChangedAfterTheExportIsToldFromTheOthers() throws Exception {
        rows.changedAt(EXPORTED).add(user(1));
        HashCase changed = user(2);
        changed.fields().put("city", "Irbid");
        rows.changedAt(EXPORTED.plusSeconds(60)).add(changed);

        Path file = write(line(user(2)));

        assertThat(findings(file))
                .containsExactly(
                        "different students moodle_user_id=2 changed after the export: compare with a new one",
                        "extra students moodle_user_id=1 changed after the export: compare with a new one");
        assertThat(verify(file).out()).contains("2 of it changed here after the export");
    }

    @Test
    void whatMoodleHadNotSentIsSaid() throws Exception {
        rows.add(user(1));
        waiting = 3;
        failed = 2;

        Ops.Result answer = verify(write(line(user(1))));

        assertThat(answer.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(answer.out())
                .contains("Moodle still held 3 events that it had not sent: findings may only be late.")
                .contains("Moodle held 2 events that were refused: the plugin's status page says why");
    }

    @Test
    void anotherSchoolsRowsAreNotLookedAt() throws Exception {
        rows.add(user(1));
        new StateRows(database, "other", EXPORTED.minusSeconds(1)).add(user(2));

        assertThat(verify(write(line(user(1)))).exitCode()).isEqualTo(ExitCode.OK);
        Ops.Result nobody = verify(write("stranger", List.of(line(user(1)))));
        assertThat(nobody.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(nobody.out()).contains("The tables hold nothing of tenant stranger: is that its name here?");
        assertThat(verify(write("stranger", List.of())).exitCode()).isEqualTo(ExitCode.NOTHING_MATCHED);
    }

    @Test
    void aFileThatIsNotWholeGivesNoReport() throws Exception {
        Path file = folder.resolve("cut.jsonl");
        Files.writeString(file, header(TENANT) + line(user(1)));

        Ops.Result answer = verify(file);

        assertThat(answer.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(answer.out()).isEmpty();
        assertThat(answer.err()).contains("cut.jsonl is cut off after line 2");
    }

    @Test
    void theFileMustBeThatOfTheTenantThatWasNamed() throws Exception {
        rows.add(user(1));
        Path file = write(line(user(1)));

        assertThat(verify(file, "--tenant", TENANT).exitCode()).isEqualTo(ExitCode.OK);
        Ops.Result other = verify(file, "--tenant", "other");
        assertThat(other.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(other.err()).contains("is the state of tenant school");
        assertThat(verify(file, "--table", "students").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(verify(file, "--zoho").exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void tablesOfAnOlderVersionAreNamed() throws Exception {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER TABLE enrollments DROP COLUMN role_ids");
        }

        Ops.Result answer = verify(write(line(enrolment(1))));

        assertThat(answer.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(answer.err()).contains("The table enrollments is older than this program");
    }

    private static HashCase user(long id) {
        HashCase sample = HashCase.sample(StateKind.USER);
        sample.fields().put("id", id);
        return sample;
    }

    private static HashCase enrolment(long id) {
        HashCase sample = HashCase.sample(StateKind.ENROLMENT);
        sample.fields().put("id", id);
        return sample;
    }

    private static HashCase grade(long user, long item) {
        HashCase sample = HashCase.sample(StateKind.GRADE);
        sample.fields().put("userid", user).put("itemid", item);
        return sample;
    }

    private static long number(HashCase of, String field) {
        return of.fields().get(field).asLong();
    }

    private static String line(HashCase of) {
        return line(of, of.hashOfFields());
    }

    private static String line(HashCase of, String hash) {
        StateKey key = of.key();
        String ids = of.kind() == StateKind.GRADE
                ? "\"user\":" + key.first() + ",\"item\":" + key.second()
                : "\"id\":" + key.first();
        return "{\"kind\":\"" + of.kind().word() + "\"," + ids + ",\"hash\":\"" + hash + "\"}\n";
    }

    private static String modified(HashCase grade, long seconds) {
        return line(grade).replace("\"hash\"", "\"modified\":" + seconds + ",\"hash\"");
    }

    private static String deleted(long user) {
        return "{\"kind\":\"user\",\"id\":" + user + ",\"deleted\":true}\n";
    }

    private String header(String tenant) {
        return "{\"format\":\"moodle-state\",\"version\":1,\"tenant\":\"" + tenant + "\",\"exported_at\":"
                + EXPORTED.getEpochSecond() + ",\"waiting\":" + waiting + ",\"failed\":" + failed + choices + "}\n";
    }

    private Path write(String... lines) throws IOException {
        return write(TENANT, List.of(lines));
    }

    private Path write(String tenant, List<String> lines) throws IOException {
        StringBuilder text = new StringBuilder(header(tenant));
        lines.forEach(text::append);
        text.append("{\"kind\":\"end\"");
        for (StateKind kind : StateKind.values()) {
            long count = lines.stream()
                    .filter(line -> line.contains("\"kind\":\"" + kind.word() + "\""))
                    .count();
            text.append(",\"").append(kind.plural()).append("\":").append(count);
        }
        return Files.writeString(folder.resolve("state.jsonl"), text.append("}\n"));
    }

    private Ops.Result verify(Path file, String... further) {
        List<String> arguments = new ArrayList<>(List.of("verify", "--moodle", file.toString()));
        arguments.addAll(List.of(further));
        // No broker is asked: the name is of nobody.
        return Ops.connectedTo("nobody.invalid:9092")
                .with("DATABASE_URL", database.jdbcUrl())
                .with("DATABASE_USER", database.user())
                .with("DATABASE_PASSWORD", database.password())
                .run(arguments.toArray(String[]::new));
    }

    /** Each finding in a line, without its event. */
    private List<String> findings(Path file) {
        return StreamSupport.stream(verify(file, "-o", "json").json().spliterator(), false)
                .map(finding -> text(finding, "finding") + " " + text(finding, "table") + " " + text(finding, "key")
                        + " " + text(finding, "what_to_do"))
                .toList();
    }

    private static String text(JsonNode finding, String column) {
        return finding.get(column).asText();
    }

    /** The counts behind a name in the printed table. */
    private static List<String> line(Ops.Result answer, String name) {
        return answer.out()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> List.of(line.substring(name.length()).trim().split(" +")))
                .findFirst()
                .orElseThrow();
    }
}
