package io.moodlepipeline.zohosimulator.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.zohosimulator.ZohoSimulator;
import io.moodlepipeline.zohosimulator.options.Deviation;
import io.moodlepipeline.zohosimulator.options.Edition;
import io.moodlepipeline.zohosimulator.options.OrgOptions;
import io.moodlepipeline.zohosimulator.options.SimulatorOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class SimulatorCommandTest {
    private static final int USAGE = 2;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine command =
            SimulatorCommand.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));

    /** The options that a simulator was started with. */
    private SimulatorOptions started(String... arguments) {
        String[] onFreePort = Arrays.copyOf(arguments, arguments.length + 1);
        onFreePort[arguments.length] = "--port=0";
        assertThat(command.execute(onFreePort)).as(err.toString()).isZero();
        try (ZohoSimulator simulator = command.getExecutionResult()) {
            return simulator.options();
        }
    }

    private void refused(String because, String... arguments) {
        assertThat(command.execute(arguments)).isEqualTo(USAGE);
        assertThat(err.toString()).contains(because);
        ZohoSimulator none = command.getExecutionResult();
        assertThat(none).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "192.0.2.1", "::"})
    void addressThatOthersCanReachIsRefused(String host) {
        refused("--allow-any-address", "--host=" + host, "--port=0");
    }

    @Test
    void addressThatOthersCanReachIsTakenWhenThatIsMeant() {
        assertThat(started("--host=0.0.0.0", "--allow-any-address").host()).isEqualTo("0.0.0.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost"})
    void loopbackNeedsNoFlag(String host) {
        assertThat(started("--host=" + host).host()).isEqualTo(host);
    }

    @Test
    void withoutOptionsItIsStrictOnOneOrganisation() {
        SimulatorOptions options = started();

        assertThat(options.orgs()).containsExactly(OrgOptions.defaults());
        assertThat(options.behaviour().deviations()).isEmpty();
        assertThat(options.behaviour().coqlInLimit()).isEqualTo(50);
        assertThat(options.schema().modules()).containsKey("BTEC_Students");
    }

    @ParameterizedTest
    @EnumSource(Switch.class)
    void eachSwitchHasTwoPositions(Switch each) {
        assertThat(started(each.option() + "=" + each.usual()).behaviour().deviations())
                .isEmpty();
        assertThat(started(each.option() + "=" + each.other()).behaviour().deviations())
                .containsExactly(each.deviation());
        refused(each.option(), each.option() + "=maybe", "--port=0");
    }

    @Test
    void everyDeviationHasASwitch() {
        assertThat(Arrays.stream(Switch.values()).map(Switch::deviation)).containsExactlyInAnyOrder(Deviation.values());
    }

    @Test
    void helpNamesEverySwitchAndItsDefault() {
        assertThat(command.execute("--help")).isZero();

        assertThat(Switch.values())
                .allSatisfy(each ->
                        assertThat(out.toString()).contains(each.option() + "=" + each.usual() + "|" + each.other()));
    }

    @Test
    void organisationIsDescribedByOptions() {
        SimulatorOptions options = started(
                "--org-id=42",
                "--client-id=c",
                "--client-secret=s",
                "--refresh-token=r",
                "--scope=ZohoCRM.org.READ,ZohoCRM.coql.READ",
                "--edition=professional",
                "--users=3",
                "--credits=77",
                "--time-zone=Asia/Kolkata",
                "--latency=5",
                "--retry-after=9",
                "--coql-in-limit=100");

        OrgOptions org = options.orgs().get(0);
        assertThat(org.id()).isEqualTo("42");
        assertThat(org.credentials().refreshToken()).isEqualTo("r");
        assertThat(org.scopes()).hasSize(2);
        assertThat(org.edition()).isEqualTo(Edition.PROFESSIONAL);
        assertThat(org.users()).isEqualTo(3);
        assertThat(org.credits()).isEqualTo(77);
        assertThat(org.timeZone().getId()).isEqualTo("Asia/Kolkata");
        assertThat(options.behaviour().latency()).hasMillis(5);
        assertThat(options.behaviour().retryAfter()).hasSeconds(9);
        assertThat(options.behaviour().coqlInLimit()).isEqualTo(100);
    }

    @Test
    void severalOrganisationsComeFromAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("orgs.yaml"), """
                orgs:
                  "700000001": {client_id: a, client_secret: as, refresh_token: ar}
                  "700000002":
                    client_id: b
                    client_secret: bs
                    refresh_token: br
                    scopes: [ZohoCRM.org.READ]
                    edition: free
                    users: 3
                    credits: 12
                    time_zone: UTC
                """);

        SimulatorOptions options = started("--orgs=" + file);

        assertThat(options.orgs()).extracting(OrgOptions::id).containsExactly("700000001", "700000002");
        assertThat(options.orgs().get(0).scopes()).isEqualTo(OrgOptions.ALL_SCOPES);
        assertThat(options.orgs().get(1).edition()).isEqualTo(Edition.FREE);
        assertThat(options.orgs().get(1).credits()).isEqualTo(12);
    }

    @Test
    void mistakesInTheFilesAreAllNamed() throws IOException {
        Path orgs = Files.writeString(
                folder.resolve("orgs.yaml"), "orgs: {x: {client_id: a, edition: gold, time_zone: Mars, user: 1}}");
        Path schema = Files.writeString(folder.resolve("schema.yaml"), "modules: {}");

        refused("orgs.x.client_secret: must be there", "--orgs=" + orgs, "--port=0");
        assertThat(err.toString())
                .contains("orgs.x.refresh_token", "orgs.x.edition", "orgs.x.time_zone", "unknown key user");
        refused("modules: must name at least one module", "--schema=" + schema, "--port=0");
    }

    @Test
    void schemaAndJournalComeFromFiles() throws IOException {
        Path schema = Files.writeString(folder.resolve("schema.yaml"), "modules: {Only: {fields: {K: {}}}}");
        Path journal = folder.resolve("records.jsonl");

        assertThat(started("--schema=" + schema, "--journal=" + journal)
                        .schema()
                        .modules())
                .containsOnlyKeys("Only");
        assertThat(journal).exists();
    }

    @Test
    void portThatIsTakenIsSaidInASentence() {
        try (ZohoSimulator other = ZohoSimulator.start(SimulatorOptions.defaults())) {
            URI taken = other.url();

            assertThat(command.execute("--port=" + taken.getPort())).isEqualTo(1);

            assertThat(err.toString())
                    .startsWith("The simulator does not start: ")
                    .doesNotContain("\tat ");
        }
    }
}
