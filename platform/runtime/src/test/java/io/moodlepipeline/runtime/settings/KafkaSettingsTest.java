package io.moodlepipeline.runtime.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaSettingsTest {
    @TempDir
    private Path folder;

    @Test
    void brokersHaveADefault() {
        assertThat(read(Map.of()).all()).isEqualTo(Map.of("bootstrap.servers", "127.0.0.1:19092"));
    }

    @Test
    void aVariableIsThePropertyOfTheSameName() {
        KafkaSettings kafka = read(Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", "broker:9092",
                "KAFKA_SECURITY_PROTOCOL", "SASL_SSL",
                "KAFKA_SASL_MECHANISM", "SCRAM-SHA-512",
                "KAFKA_SSL_TRUSTSTORE_LOCATION", "/trust.pem"));

        Map<String, Object> expected = Map.of(
                "bootstrap.servers", "broker:9092",
                "security.protocol", "SASL_SSL",
                "sasl.mechanism", "SCRAM-SHA-512",
                "ssl.truststore.location", "/trust.pem");
        assertThat(kafka.producer()).isEqualTo(expected);
        assertThat(kafka.consumer()).isEqualTo(expected);
        assertThat(kafka.admin()).isEqualTo(expected);
    }

    @Test
    void eachClientGetsOnlyWhatItKnows() {
        KafkaSettings kafka = read(Map.of("KAFKA_LINGER_MS", "5", "KAFKA_MAX_POLL_RECORDS", "7"));

        assertThat(kafka.producer()).containsEntry("linger.ms", "5").doesNotContainKey("max.poll.records");
        assertThat(kafka.consumer()).containsEntry("max.poll.records", "7").doesNotContainKey("linger.ms");
        assertThat(kafka.admin()).containsOnlyKeys("bootstrap.servers");
    }

    @Test
    void whatAServiceAddsStaysItsOwn() {
        KafkaSettings kafka = read(Map.of());
        kafka.producer().put("acks", "0");

        assertThat(kafka.producer()).doesNotContainKey("acks");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "KAFKA_ACKS",
                "KAFKA_ENABLE_IDEMPOTENCE",
                "KAFKA_ENABLE_AUTO_COMMIT",
                "KAFKA_AUTO_OFFSET_RESET",
                "KAFKA_ISOLATION_LEVEL",
                "KAFKA_KEY_SERIALIZER",
                "KAFKA_VALUE_SERIALIZER",
                "KAFKA_KEY_DESERIALIZER",
                "KAFKA_VALUE_DESERIALIZER",
                "KAFKA_GROUP_ID",
                "KAFKA_GROUP_PROTOCOL",
                "KAFKA_GROUP_REMOTE_ASSIGNOR",
                "KAFKA_ACKS_FILE"
            })
    void whatTheGuaranteesRestOnIsRefused(String name) {
        Settings settings = new Settings(Map.of(name, "marked-4711"));
        KafkaSettings.from(settings, Set.of());

        assertProblem(settings, name + " cannot be set: the delivery guarantees rest on it");
    }

    @Test
    void whatAServicesOwnLibraryRestsOnIsRefusedToo() {
        Settings settings = new Settings(Map.of("KAFKA_PROCESSING_GUARANTEE", "marked-4711"));
        KafkaSettings.from(settings, Set.of("processing.guarantee", "state.dir"));

        assertProblem(settings, "KAFKA_PROCESSING_GUARANTEE cannot be set: the delivery guarantees rest on it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "KAFKA_HOME",
                "KAFKA_HEAP_OPTS",
                "KAFKA_CFG_NODE_ID",
                "KAFKA_",
                "KAFKA_FILE",
                "KAFKA__FILE",
                "KAFKAX"
            })
    void aForeignVariableIsIgnored(String name) {
        Settings settings = new Settings(Map.of(name, "x"));

        KafkaSettings kafka = KafkaSettings.from(settings, Set.of());

        assertThat(kafka.all()).containsOnlyKeys("bootstrap.servers");
        settings.finish("SVC_", List.of());
    }

    @Test
    void aPropertyOfAServicesOwnLibraryIsKnownWhereItSaysSo() {
        KafkaSettings kafka =
                KafkaSettings.from(new Settings(Map.of("KAFKA_STATE_DIR", "/state")), Set.of("state.dir"));

        assertThat(kafka.all()).containsEntry("state.dir", "/state");
        assertThat(kafka.producer()).doesNotContainKey("state.dir");
    }

    @Test
    void aPropertyMayComeFromAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("jaas"), "marked-4711;\n");

        KafkaSettings kafka = read(Map.of("KAFKA_SASL_JAAS_CONFIG_FILE", file.toString()));

        assertThat(kafka.consumer()).containsEntry("sasl.jaas.config", "marked-4711;");
    }

    @Test
    void aFileThatIsNotThereIsAProblemAndItsPathIsNotQuoted() {
        Settings settings = new Settings(Map.of("KAFKA_SSL_KEYSTORE_PASSWORD_FILE", "/marked-4711"));
        KafkaSettings.from(settings, Set.of());

        assertProblem(settings, "KAFKA_SSL_KEYSTORE_PASSWORD_FILE must be the path of a readable file");
    }

    @Test
    void aPropertyThatIsSetTwiceIsAProblemBecauseEitherMightCount() throws IOException {
        Path file = Files.writeString(folder.resolve("password"), "marked-4711");
        Settings settings = new Settings(
                Map.of("KAFKA_SSL_KEY_PASSWORD", "marked-4711", "KAFKA_SSL_KEY_PASSWORD_FILE", file.toString()));
        KafkaSettings.from(settings, Set.of());

        assertProblem(
                settings,
                "KAFKA_SSL_KEY_PASSWORD is set twice, by itself and by KAFKA_SSL_KEY_PASSWORD_FILE: keep one");
    }

    private static KafkaSettings read(Map<String, String> environment) {
        Settings settings = new Settings(environment);
        KafkaSettings kafka = KafkaSettings.from(settings, Set.of());
        settings.finish("SVC_", List.of());
        return kafka;
    }

    private static void assertProblem(Settings settings, String problem) {
        assertThatThrownBy(() -> settings.finish("SVC_", List.of()))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessage(problem);
    }
}
