package io.moodlepipeline.ops.connection;

import io.moodlepipeline.ops.OpsException;
import io.moodlepipeline.ops.OpsSettings;
import io.moodlepipeline.runtime.settings.KafkaSettings;
import io.moodlepipeline.runtime.settings.Settings;
import io.moodlepipeline.runtime.topics.RetentionSettings;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.AdminClientConfig;
import picocli.CommandLine.Option;

/**
 * The options every verb that talks to Kafka has, named as those of Kafka's own tools. What they do not say is taken from the
 * same environment variables that the services read.
 */
public final class KafkaOptions {
    private static final int ANSWER_WITHIN_MILLIS = 10_000;

    private final Supplier<Map<String, String>> environment;

    @Option(
            names = "--bootstrap-server",
            paramLabel = "HOST:PORT",
            description = "Brokers to connect to first, comma-separated (default: KAFKA_BOOTSTRAP_SERVERS).")
    private String bootstrapServer;

    @Option(
            names = "--command-config",
            paramLabel = "FILE",
            description = "Properties of Kafka's clients, such as security.protocol (default: KAFKA_<PROPERTY>).")
    private Path commandConfig;

    public KafkaOptions(Supplier<Map<String, String>> environment) {
        this.environment = environment;
    }

    /** The environment and the options that were given, as the settings of an admin client, a consumer and a producer. */
    public KafkaProperties properties() {
        Map<String, String> variables = new HashMap<>(environment.get());
        if (bootstrapServer != null) {
            variables.put(KafkaSettings.BOOTSTRAP_SERVERS.name(), bootstrapServer);
        }
        Settings settings = new Settings(variables);
        KafkaSettings kafka = KafkaSettings.from(settings, Set.of());
        settings.finish(OpsSettings.PREFIX, OpsSettings.ALL);
        return new KafkaProperties(kafka, ofFile());
    }

    /** How long the topics are to keep what they hold. */
    public RetentionSettings retention() {
        return RetentionSettings.from(environment.get());
    }

    /** Kafka's own tools with the same connection. */
    public StockTool stockTool() {
        Object servers = properties().admin().get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG);
        return new StockTool(servers.toString(), commandConfig == null ? null : commandConfig.toString());
    }

    private Map<String, String> ofFile() {
        if (commandConfig == null) {
            return Map.of();
        }
        Properties read = new Properties();
        try (Reader reader = Files.newBufferedReader(commandConfig)) {
            read.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new OpsException("--command-config: " + commandConfig + " cannot be read as a properties file", e);
        }
        Map<String, String> properties = new HashMap<>();
        read.stringPropertyNames().forEach(name -> properties.put(name, read.getProperty(name)));
        if (bootstrapServer != null) {
            properties.remove(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG);
        }
        properties.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Integer.toString(ANSWER_WITHIN_MILLIS));
        return properties;
    }
}
