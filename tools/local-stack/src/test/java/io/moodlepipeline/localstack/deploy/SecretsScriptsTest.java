package io.moodlepipeline.localstack.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts that make what nobody else may know, run again and broken off. */
final class SecretsScriptsTest {
    private static final String A_SECRET = "[0-9a-f]{48}";
    private static final String A_DIGEST = "sha256:" + "0123456789abcdef".repeat(4);
    private static final List<String> PASSWORDS = List.of(
            "postgres-password",
            "db-writer-password",
            "zoho-sink-password",
            "db-operator-password",
            "db-reader-password",
            "moodle-token");

    @TempDir
    private Path folder;

    private Path secrets;

    @BeforeEach
    void copyScripts() throws IOException {
        secrets = folder.resolve("checkout/secrets");
        Files.createDirectories(folder.resolve("checkout/deploy"));
        Files.createDirectories(folder.resolve("programs"));
        for (String script : List.of("make-secrets", "make-kafka-secrets", "make-zoho-secrets", "pin-images")) {
            Path copy = folder.resolve("checkout/deploy").resolve(script);
            Files.copy(ComposeFile.CHECKOUT.resolve("deploy").resolve(script), copy);
            executable(copy);
        }
    }

    @Test
    void runAgainTheyChangeNothing() throws Exception {
        assertThat(run("make-secrets").exitCode()).isZero();
        Map<Path, String> made = contents();

        assertThat(run("make-secrets").exitCode()).isZero();

        assertThat(contents()).isEqualTo(made);
        assertThat(folder.resolve("checkout/.env")).hasContent("SECRETS_FOLDER=./secrets\n");
    }

    @Test
    void whatWasBrokenOffIsNotTakenForASecret() throws Exception {
        Path broken = program("od", "printf ' 0badc0de'; exit 1");
        assertThat(run("make-secrets").exitCode()).isNotZero();
        Files.delete(broken);

        assertThat(run("make-secrets").exitCode()).isZero();

        for (String password : PASSWORDS) {
            assertThat(secrets.resolve(password)).content().matches(A_SECRET);
        }
        byte[] token = Files.readAllBytes(secrets.resolve("moodle-token"));
        assertThat(secrets.resolve("tenants.yaml"))
                .content()
                .contains(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(token)));
    }

    @Test
    void aUserOfTheBrokersNeverGetsAnEmptyPassword() throws Exception {
        assertThat(run("make-secrets").exitCode()).isZero();
        bringCertificates();
        Path broken = program("od", "exit 1");
        assertThat(run("make-kafka-secrets").exitCode()).isNotZero();
        Files.delete(broken);

        assertThat(run("make-kafka-secrets").exitCode()).isZero();

        assertThat(secrets.resolve("kafka/ingest-gateway.jaas"))
                .content()
                .containsPattern("username=\"ingest-gateway\" password=\"" + A_SECRET + "\";");
    }

    @Test
    void whyNoCertificateCouldBeMadeIsSaid() throws Exception {
        program("openssl", "echo 'no such curve' >&2; exit 1");

        Ended ended = run("make-kafka-secrets");

        assertThat(ended.exitCode()).isNotZero();
        assertThat(ended.output()).contains("no such curve");
        assertThat(secrets.resolve("kafka/ca.pem")).doesNotExist();
    }

    @Test
    void aSchoolsZohoIsNamedAndReadableForTheContainersAlone() throws Exception {
        Path example = folder.resolve("checkout/zoho-sink/zoho-tenants.example.yaml");
        Files.createDirectories(example.getParent());
        Files.writeString(example, "tenants:\n");
        assertThat(run("make-zoho-secrets").exitCode()).isZero();
        Path tenants = secrets.resolve("zoho/tenants.yaml");
        Path token = Files.writeString(secrets.resolve("zoho/refresh-token"), "1000.ours");
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(tenants, "tenants: {ours: {}}\n");

        assertThat(run("make-zoho-secrets").exitCode()).isZero();

        assertThat(tenants).hasContent("tenants: {ours: {}}\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(token)))
                .isEqualTo("rw-r--r--");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(token.getParent())))
                .isEqualTo("rwxr-xr-x");
        assertThat(folder.resolve("checkout/.env"))
                .hasContent("SECRETS_FOLDER=./secrets\nZOHO_FOLDER=./secrets/zoho\nCOMPOSE_PROFILES=zoho\n");
    }

    @Test
    void whatWasSetBeforeStaysAsItIs() throws Exception {
        Files.writeString(folder.resolve("checkout/.env"), "LOG_FORMAT=json");

        assertThat(run("make-secrets").exitCode()).isZero();

        assertThat(folder.resolve("checkout/.env")).hasContent("LOG_FORMAT=json\nSECRETS_FOLDER=./secrets\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SECRETS_FOLDER=./secrets;ZOHO_FOLDER=./deploy/zoho-demo | line 2 of .env is ZOHO_FOLDER=./deploy/zoho-demo, and has to be ZOHO_FOLDER=./secrets/zoho",
                "COMPOSE_PROFILES=demo;ZOHO_FOLDER=./secrets/zoho | line 1 of .env is COMPOSE_PROFILES=demo, and has to be COMPOSE_PROFILES=zoho"
            })
    void whatTheDemoLeftInTheSettingsIsNamedAndNothingIsMade(String settings, String problem) throws Exception {
        Files.writeString(folder.resolve("checkout/.env"), settings.replace(";", "\n") + "\n");

        Ended refused = run("make-zoho-secrets");

        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.output()).contains(problem);
        assertThat(secrets).doesNotExist();
    }

    @Test
    void otherProfilesMayStandBesideZohos() throws Exception {
        Path example = folder.resolve("checkout/zoho-sink/zoho-tenants.example.yaml");
        Files.createDirectories(example.getParent());
        Files.writeString(example, "tenants: {}");
        Files.writeString(folder.resolve("checkout/.env"), "COMPOSE_PROFILES=\"ours,zoho\"\n");

        assertThat(run("make-zoho-secrets").exitCode()).isZero();
    }

    @Test
    void imagesAreNamedByTheDigestThatTheRegistryTells() throws Exception {
        Files.copy(ComposeFile.CHECKOUT.resolve("docker-compose.yml"), folder.resolve("checkout/docker-compose.yml"));
        Files.writeString(folder.resolve("checkout/.env"), "LOG_FORMAT=json\nKAFKA_IMAGE=old@sha256:0\n");
        program("docker", "echo \"$4\" >> " + folder.resolve("asked") + "; echo " + A_DIGEST);

        Ended ended = run("pin-images");

        assertThat(ended.exitCode()).as(ended.output()).isZero();
        assertThat(Files.readAllLines(folder.resolve("asked")))
                .hasSize(4)
                .anyMatch(image -> image.matches("apache/kafka:\\d+\\.\\d+\\.\\d+"))
                .anyMatch(image -> image.matches("postgres:\\d+\\.\\d+"))
                .anyMatch(image -> image.startsWith("maven:"))
                .anyMatch(image -> image.startsWith("eclipse-temurin:"));
        assertThat(Files.readAllLines(folder.resolve("checkout/.env")))
                .hasSize(5)
                .contains("LOG_FORMAT=json")
                .filteredOn(line -> line.matches("(KAFKA|POSTGRES|MAVEN|JRE)_IMAGE=[^@]+@" + A_DIGEST))
                .hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"exit 1", "echo manifest unknown", "echo sha256:0badc0de"})
    void nothingIsPinnedWhenTheRegistryTellsNoDigest(String answer) throws Exception {
        Files.copy(ComposeFile.CHECKOUT.resolve("docker-compose.yml"), folder.resolve("checkout/docker-compose.yml"));
        Files.writeString(folder.resolve("checkout/.env"), "KAFKA_IMAGE=ours@sha256:0\n");
        program("docker", answer);

        assertThat(run("pin-images").exitCode()).isNotZero();

        assertThat(folder.resolve("checkout/.env")).hasContent("KAFKA_IMAGE=ours@sha256:0\n");
    }

    private void bringCertificates() throws IOException {
        Files.createDirectories(secrets.resolve("kafka"));
        for (String owner : List.of("ca", "kafka", "kafka-2", "kafka-3", "admin", "postgres")) {
            Files.writeString(secrets.resolve("kafka").resolve(owner + ".pem"), "ours");
        }
    }

    private Map<Path, String> contents() throws IOException {
        Map<Path, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(secrets)) {
            for (Path file : files.toList()) {
                contents.put(file, Files.readString(file));
            }
        }
        return contents;
    }

    /** Stands in for a program of the machine. */
    private Path program(String name, String script) throws IOException {
        Path program = Files.writeString(folder.resolve("programs").resolve(name), "#!/bin/sh\n" + script + "\n");
        executable(program);
        return program;
    }

    private static void executable(Path file) {
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private Ended run(String script) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        folder.resolve("checkout/deploy").resolve(script).toString())
                .redirectErrorStream(true);
        builder.environment().merge("PATH", folder.resolve("programs") + ":", (path, ours) -> ours + path);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }

    private record Ended(int exitCode, String output) {}
}
