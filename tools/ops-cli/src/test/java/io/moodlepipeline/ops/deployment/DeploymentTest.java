package io.moodlepipeline.ops.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ScopeType;

class DeploymentTest {
    private static final String OF_COMPOSE =
            "ingest-gateway=ingest-gateway:8101, db-writer=db-writer:8103,redriver=redriver:8104";

    @Test
    void onTheLocalStackCommandsGoThroughItsScript() {
        Deployment deployment = deployment("pipeline", Map.of("OPS_CLI_SERVICES", OF_COMPOSE), "status");

        assertThat(deployment.verb("dlt stats")).isEqualTo("./pipeline dlt stats");
        assertThat(deployment.start("db-writer"))
                .isEqualTo("stop the stack with Ctrl-C and start it with ./pipeline up");
        assertThat(deployment.stop("db-writer")).endsWith("./pipeline up --without db-writer");
        assertThat(deployment.log("db-writer")).isEqualTo("tail -n 50 .pipeline/logs/pipeline.log");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--data=/srv/a school status", "status --data=/srv/a school"})
    void aStackInAnotherFolderIsNamedWhereverThatWasSaid(String line) {
        String[] arguments = line.replace(" status", "\nstatus")
                .replace("status ", "status\n")
                .split("\n");

        Deployment deployment = deployment("pipeline", Map.of(), arguments);

        assertThat(deployment.verb("lag")).isEqualTo("./pipeline lag --data '/srv/a school'");
        assertThat(deployment.stop("db-writer")).endsWith("./pipeline up --data '/srv/a school' --without db-writer");
        assertThat(deployment.log("db-writer")).isEqualTo("tail -n 50 '/srv/a school'/logs/pipeline.log");
    }

    @Test
    void servicesThatAreReachedByTheirNamesAreThoseOfCompose() {
        Deployment deployment = deployment("ops-cli", Map.of("OPS_CLI_SERVICES", OF_COMPOSE), "status");

        assertThat(deployment.verb("lag")).isEqualTo("docker compose run --rm ops lag");
        assertThat(deployment.start("db-writer")).isEqualTo("docker compose up --detach db-writer");
        assertThat(deployment.diskUse("/data")).isEqualTo("docker system df");
        assertThat(deployment.whileStopped("db-writer", "true"))
                .isEqualTo("docker compose stop db-writer; true; docker compose up --detach --no-deps db-writer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "db-writer=127.0.0.1:8103", "db-writer=db-writer:8103,redriver=127.0.0.1:8104", "=:1", "x"})
    void anywhereElseTheProgramIsCalledByItself(String services) {
        Deployment deployment = deployment("ops-cli", Map.of("OPS_CLI_SERVICES", services), "status");

        assertThat(deployment.verb("lag")).isEqualTo("java -jar ops-cli.jar lag");
        assertThat(deployment.whileStopped("db-writer", "do this"))
                .isEqualTo("stop every instance of db-writer, then do this, then start db-writer");
    }

    @Test
    void theBrokersThatWereGivenAreGivenAgain() {
        Deployment deployment =
                deployment("ops-cli", Map.of(), "status", "--bootstrap-server", "a:1,b:2", "--command-config", "o'x");

        assertThat(deployment.verb("lag"))
                .isEqualTo("java -jar ops-cli.jar lag --bootstrap-server a:1,b:2 --command-config 'o'\\''x'");
        assertThat(deployment.start("db-writer")).isEqualTo("start db-writer");
    }

    @Test
    void theProgramIsTheJarThatWasStarted() {
        assertThat(started("my tools/ops-cli.jar").verb("lag")).isEqualTo("java -jar 'my tools/ops-cli.jar' lag");
        assertThat(started("target/classes:a.jar").verb("lag")).isEqualTo("java -jar ops-cli.jar lag");
    }

    @Test
    void whereTheTablesAreIsSaidAgainOnlyToTheVerbsThatAsk() {
        Deployment deployment =
                deployment("ops-cli", Map.of(), "status", "--database-url", "jdbc:x?a&b", "--database-user", "u");

        assertThat(deployment.verb("lag")).isEqualTo("java -jar ops-cli.jar lag");
        assertThat(deployment.tableVerb("verify"))
                .isEqualTo("java -jar ops-cli.jar verify --database-url 'jdbc:x?a&b' --database-user u");
    }

    private static Deployment started(String classPath) {
        return Deployments.of(CommandSpec.create(), classPath);
    }

    private static Deployment deployment(String program, Map<String, String> environment, String... arguments) {
        CommandSpec verb = CommandSpec.create();
        for (String option : List.of("--bootstrap-server", "--command-config", "--database-url", "--database-user")) {
            verb.addOption(taking(option));
        }
        CommandSpec root = CommandSpec.create()
                .name(program)
                .addOption(OptionSpec.builder(taking("--data"))
                        .scopeType(ScopeType.INHERIT)
                        .build())
                .addSubcommand("status", verb);
        new CommandLine(root).parseArgs(arguments);
        return Deployment.of(verb, environment, "");
    }

    private static OptionSpec taking(String name) {
        return OptionSpec.builder(name).type(String.class).arity("1").build();
    }
}
