package io.moodlepipeline.runtime.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private static final String MARK = "marked-4711";
    private static final Setting PORT = Setting.of("SVC_PORT", "8001", "Port, 0 to 65535.");
    private static final Setting COUNT = Setting.of("SVC_COUNT", "How many.");
    private static final Setting NAME = Setting.of("SVC_NAME", "What it is called.");
    private static final Setting PASSWORD = Setting.of("SVC_PASSWORD", "Password of the database.");
    private static final Setting TENANTS = Setting.of("SVC_TENANTS", "File of tenants.");
    private static final List<Setting> ALL = List.of(PORT, COUNT, NAME, PASSWORD, TENANTS);

    @TempDir
    private Path folder;

    @Test
    void defaultsHoldForWhatIsNotSet() {
        Settings settings = new Settings(Map.of());

        assertThat(settings.integer(PORT, 0, 65535)).isEqualTo(8001);
        assertThat(settings.optionalText(NAME)).isEmpty();
        assertThat(settings.optionalSecret(PASSWORD)).isEmpty();
        assertThat(settings.optionalFile(TENANTS)).isEmpty();
        assertThat(problems(settings)).isEmpty();
    }

    @Test
    void whatIsSetCounts() throws IOException {
        Path tenants = Files.writeString(folder.resolve("tenants.yml"), "[]");
        Settings settings = new Settings(Map.of(
                "SVC_PORT", " 9001 ",
                "SVC_NAME", "a name",
                "SVC_PASSWORD", " kept as it is ",
                "SVC_TENANTS", tenants.toString()));

        assertThat(settings.integer(PORT, 0, 65535)).isEqualTo(9001);
        assertThat(settings.text(NAME)).isEqualTo("a name");
        assertThat(settings.secret(PASSWORD).reveal()).isEqualTo(" kept as it is ");
        assertThat(settings.optionalFile(TENANTS)).hasValue(tenants);
        assertThat(problems(settings)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\n"})
    void anEmptyValueCountsAsUnset(String empty) {
        Settings settings = new Settings(Map.of("SVC_PORT", empty, "SVC_NAME", empty, "SVC_UNKNOWN", empty));

        assertThat(settings.integer(PORT, 0, 65535)).isEqualTo(8001);
        assertThat(settings.optionalText(NAME)).isEmpty();
        assertThat(settings.environment()).isEmpty();
        assertThat(problems(settings)).isEmpty();
    }

    @Test
    void everyProblemIsListedOnceByNameAndNoValueIsQuoted() {
        Settings settings = new Settings(
                Map.of("SVC_PORT", MARK, "SVC_PASSWORD_FILE", "/" + MARK, "SVC_TENANTS", "/" + MARK, "SVC_PROT", MARK));
        settings.integer(PORT, 0, 65535);
        settings.integer(COUNT, 1, 10);
        settings.text(NAME);
        settings.secret(PASSWORD);
        settings.optionalFile(TENANTS);

        assertThat(problems(settings))
                .containsExactlyInAnyOrder(
                        "SVC_PORT must be a whole number from 0 to 65535",
                        "SVC_COUNT is not set: How many.",
                        "SVC_NAME is not set: What it is called.",
                        "SVC_PASSWORD_FILE must be the path of a readable file",
                        "SVC_TENANTS must be the path of a readable file",
                        "SVC_PROT is not a setting of this service: see its README for the names");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "65536", "1.5", "0x10", "99999999999", "80 01", "marked-4711"})
    void aNumberOutOfBoundsIsAProblem(String value) {
        Settings settings = new Settings(Map.of("SVC_PORT", value));
        settings.integer(PORT, 0, 65535);

        assertThat(problems(settings)).containsExactly("SVC_PORT must be a whole number from 0 to 65535");
    }

    @Test
    void whatKubernetesSaysOfItsServicesIsPassedOver() {
        Settings settings = new Settings(Map.ofEntries(
                Map.entry("SVC_PORT", "tcp://10.96.0.17:8001"),
                Map.entry("SVC_SERVICE_HOST", "10.96.0.17"),
                Map.entry("SVC_SERVICE_PORT", "8001"),
                Map.entry("SVC_SERVICE_PORT_HTTP", "8001"),
                Map.entry("SVC_PORT_8001_TCP", "tcp://[fd00::17]:8001"),
                Map.entry("SVC_PORT_8001_TCP_PROTO", "tcp"),
                Map.entry("SVC_PORT_8001_TCP_PORT", "8001"),
                Map.entry("SVC_PORT_8001_TCP_ADDR", "fd00::17"),
                Map.entry("SVC_CANARY_PORT_53_UDP", "udp://10.96.0.17:53"),
                Map.entry("KAFKA_PORT", "tcp://10.96.0.18:9092")));

        assertThat(settings.integer(PORT, 0, 65535)).isEqualTo(8001);
        assertThat(settings.environment()).isEmpty();
        assertThat(problems(settings)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "SVC_PROT, 8001",
        "SVC_PORT_8001, 8001",
        "SVC_SERVICE_HOST, a host",
        "SVC_SERVICE_PORT, http",
        "SVC_PORT_8001_TCP, 8001"
    })
    void whatOnlyLooksLikeItIsStillAMistake(String name, String value) {
        assertThat(problems(new Settings(Map.of(name, value)))).hasSize(1);
    }

    @Test
    void aPortThatIsNoNumberIsStillAMistake() {
        Settings settings = new Settings(Map.of("SVC_PORT", "http://10.96.0.17"));
        settings.integer(PORT, 0, 65535);

        assertThat(problems(settings)).hasSize(1);
    }

    @Test
    void aListIsItsPartsWithoutTheSpaceAndTheGapsBetweenThem() {
        Settings settings = new Settings(Map.of("SVC_NAME", " a, b b ,,c, "));

        assertThat(settings.list(NAME)).containsExactly("a", "b b", "c");
        assertThat(settings.list(COUNT)).isEmpty();
    }

    @Test
    void boundsThemselvesAreFine() {
        Settings settings = new Settings(Map.of("SVC_PORT", "65535", "SVC_COUNT", "0"));

        assertThat(settings.integer(PORT, 0, 65535)).isEqualTo(65535);
        assertThat(settings.integer(COUNT, 0, 10)).isZero();
        assertThat(problems(settings)).isEmpty();
    }

    @Test
    void aSecretMayComeFromAFileWithoutItsLastLineBreak() throws IOException {
        Path file = Files.writeString(folder.resolve("password"), MARK + "\n");
        Settings settings = new Settings(Map.of("SVC_PASSWORD_FILE", file.toString()));

        assertThat(settings.secret(PASSWORD)).isEqualTo(new Secret(MARK));
        assertThat(problems(settings)).isEmpty();
    }

    @Test
    void aSecretThatIsSetTwiceIsAProblem() throws IOException {
        Path file = Files.writeString(folder.resolve("password"), MARK);
        Settings settings = new Settings(Map.of("SVC_PASSWORD", MARK, "SVC_PASSWORD_FILE", file.toString()));
        settings.secret(PASSWORD);

        assertThat(problems(settings))
                .containsExactly("SVC_PASSWORD is set twice, by itself and by SVC_PASSWORD_FILE: keep one");
    }

    @Test
    void aSecretThatIsNowhereIsAProblemWithBothNames() {
        Settings settings = new Settings(Map.of());
        settings.secret(PASSWORD);

        assertThat(problems(settings))
                .containsExactly("SVC_PASSWORD is not set (nor SVC_PASSWORD_FILE): Password of the database.");
    }

    @Test
    void aFileOfASecretMustHoldText() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty"), "\n");
        Path binary = Files.write(folder.resolve("binary"), "é".getBytes(StandardCharsets.ISO_8859_1));

        for (Map.Entry<Path, String> wrong : Map.of(
                        empty, "points to an empty file",
                        binary, "points to a file that cannot be read as UTF-8 text",
                        folder, "must be the path of a readable file")
                .entrySet()) {
            Settings settings =
                    new Settings(Map.of("SVC_PASSWORD_FILE", wrong.getKey().toString()));
            settings.optionalSecret(PASSWORD);

            assertThat(problems(settings)).containsExactly("SVC_PASSWORD_FILE " + wrong.getValue());
        }
    }

    @Test
    void aPathThatIsNoneIsAProblemNotAnException() {
        Settings settings = new Settings(Map.of("SVC_TENANTS", "\0" + MARK));
        settings.optionalFile(TENANTS);

        assertThat(problems(settings)).containsExactly("SVC_TENANTS must be the path of a readable file");
    }

    @Test
    void anUnknownNameIsAProblemOnlyUnderTheServicesOwnPrefix() {
        Settings settings = new Settings(Map.of("SVC_PROT", "1", "OTHER_PROT", "1", "PATH", "/bin", "SVCX", "1"));

        assertThat(problems(settings))
                .containsExactly("SVC_PROT is not a setting of this service: see its README for the names");
    }

    @Test
    void nothingWrongThrowsNothing() {
        assertThatCode(() -> new Settings(Map.of("SVC_PORT", "1")).finish("SVC_", ALL))
                .doesNotThrowAnyException();
    }

    private static List<String> problems(Settings settings) {
        InvalidSettingsException thrown =
                catchThrowableOfType(InvalidSettingsException.class, () -> settings.finish("SVC_", ALL));
        if (thrown == null) {
            return List.of();
        }
        assertThat(thrown).hasMessageNotContaining(MARK);
        return thrown.getMessage().lines().toList();
    }
}
