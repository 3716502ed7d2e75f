package io.moodlepipeline.localstack.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.moodlepipeline.testkit.Database;
import io.moodlepipeline.testkit.EmbeddedPostgreSql;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS to the database as the production file sets it up: its script's certificates, its settings, its rules, the services' URL. */
class DatabaseTlsIT {
    private static final String REFUSED_BY_THE_RULES = "28000";
    private static final String NO_CONNECTION = "08006";
    private static final Pattern SETTING = Pattern.compile("-c ([a-z_]+)=(\\S+)");
    private static final Pattern PARAMETERS = Pattern.compile("jdbc:postgresql://postgres:5432/pipeline(\\?\\S+)");

    private static EmbeddedPostgreSql postgres;
    private static Path ca;
    private static Path anotherCa;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        assumeTrue(isInstalled("openssl"), "makes the certificates");
        ca = certificates(folder.resolve("ours")).resolve("ca.pem");
        anotherCa = certificates(folder.resolve("another")).resolve("ca.pem");
        postgres = EmbeddedPostgreSql.started(
                EmbeddedPostgreSql.Options.in(folder.resolve("data")).withSettings(settings(ca.getParent())));
    }

    @AfterAll
    static void stop() {
        if (postgres != null) {
            postgres.close();
        }
    }

    @Test
    void servicesUrlConnectsEncryptedToTheServerThatItNames() throws SQLException {
        try (Connection connection = connect("postgres", parameters(ca));
                ResultSet row = connection
                        .createStatement()
                        .executeQuery("SELECT ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getBoolean("ssl")).isTrue();
            assertThat(row.getString("version")).isEqualTo("TLSv1.3");
        }
    }

    @Test
    void connectionWithoutTlsIsRefused() {
        assertRefused("postgres", "?sslmode=disable", REFUSED_BY_THE_RULES);
    }

    @Test
    void serverOfAnotherNameIsNotBelieved() {
        assertRefused("kafka", parameters(ca), NO_CONNECTION);
    }

    @Test
    void serverOfAnotherAuthorityIsNotBelieved() {
        assertRefused("postgres", parameters(anotherCa), NO_CONNECTION);
    }

    private static void assertRefused(String host, String parameters, String state) {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> connect(host, parameters).close())
                .satisfies(e -> assertThat(e.getSQLState()).isEqualTo(state));
    }

    private static Connection connect(String host, String parameters) throws SQLException {
        Database database = postgres.database();
        Properties properties = new Properties();
        properties.setProperty("user", database.user());
        properties.setProperty("password", database.password());
        // The name counts, and here it leads nowhere.
        properties.setProperty("socketFactory", LoopbackSockets.class.getName());
        String url = database.jdbcUrl().replace("//127.0.0.1:", "//" + host + ":");
        return DriverManager.getConnection(url + parameters, properties);
    }

    /** What the services' URL has behind the database's name. */
    private static String parameters(Path authority) {
        Matcher url = PARAMETERS.matcher(
                ComposeFile.production().environment("db-writer").get("DATABASE_URL"));
        assertThat(url.matches()).isTrue();
        return url.group(1).replace("/run/secrets/kafka-ca.pem", authority.toString());
    }

    /** Those that the image is started with, on files of this machine. */
    private static Map<String, String> settings(Path certificates) throws IOException {
        Path key = certificates.resolve("server.pem");
        Files.copy(certificates.resolve("postgres.pem"), key);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Path deploy = ComposeFile.CHECKOUT
                .resolve("deploy/postgresql")
                .toAbsolutePath()
                .normalize();
        String script = Files.readString(deploy.resolve("with-tls.sh"));
        Map<String, String> settings = new HashMap<>();
        Matcher setting = SETTING.matcher(script);
        while (setting.find()) {
            settings.put(
                    setting.group(1),
                    setting.group(2)
                            .replace("/var/run/postgresql/server.pem", key.toString())
                            .replace("/deploy/", deploy + "/"));
        }
        assertThat(settings).containsOnlyKeys("ssl", "ssl_cert_file", "ssl_key_file", "hba_file");
        return settings;
    }

    /** Runs the script in a checkout of its own. */
    private static Path certificates(Path checkout) throws IOException, InterruptedException {
        Files.createDirectories(checkout.resolve("deploy"));
        for (String script : List.of("make-secrets", "make-kafka-secrets")) {
            Path copy = checkout.resolve("deploy").resolve(script);
            Files.copy(ComposeFile.CHECKOUT.resolve("deploy").resolve(script), copy);
            assertThat(copy.toFile().setExecutable(true)).isTrue();
        }
        int exitCode = new ProcessBuilder(
                        checkout.resolve("deploy/make-kafka-secrets").toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
                .waitFor();
        assertThat(exitCode).isZero();
        return checkout.resolve("secrets/kafka");
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
