package io.moodlepipeline.testkit;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A one-node KRaft broker in this JVM. It listens on the loopback address only, creates no topics by itself, and keeps
 * its data, so that a start on the same folder continues where the last one ended, also after kill -9.
 */
public final class EmbeddedKafka implements KafkaBackend, Closeable {
    private static final int NODE_ID = 1;
    private static final String CONTROLLER_LISTENER = "CONTROLLER";
    private static final String BROKER_LISTENER = "BROKER";

    /**
     * Ports are fixed numbers, or 0 for free ones that are then kept over {@link #stop()} and {@link #start()}.
     *
     * @param advertisedPort where clients are told to connect, such as a proxy before the broker; 0 for the broker's own port
     * @param settings of the broker that are to be different
     */
    public record Options(
            Path dataDirectory, int port, int controllerPort, int advertisedPort, Map<String, String> settings) {
        public Options {
            settings = Map.copyOf(settings);
        }

        public static Options in(Path dataDirectory) {
            return new Options(dataDirectory, 0, 0, 0, Map.of());
        }

        public Options withSettings(Map<String, String> newSettings) {
            return new Options(dataDirectory, port, controllerPort, advertisedPort, newSettings);
        }

        public Options withPort(int newPort) {
            return new Options(dataDirectory, newPort, controllerPort, advertisedPort, settings);
        }

        public Options withControllerPort(int newControllerPort) {
            return new Options(dataDirectory, port, newControllerPort, advertisedPort, settings);
        }

        public Options withAdvertisedPort(int newAdvertisedPort) {
            return new Options(dataDirectory, port, controllerPort, newAdvertisedPort, settings);
        }
    }

    private final Path dataDirectory;
    private final Map<String, String> differentSettings;
    private final LocalPort brokerPort;
    private final LocalPort controllerPort;
    private final LocalPort advertisedPort;
    private KafkaRaftServer server;

    /** Starts nothing yet. */
    public EmbeddedKafka(Options options) {
        dataDirectory = options.dataDirectory();
        differentSettings = options.settings();
        brokerPort = LocalPort.of("the Kafka broker", options.port());
        controllerPort = LocalPort.of("the Kafka controller", options.controllerPort());
        advertisedPort = options.advertisedPort() == 0
                ? brokerPort
                : new LocalPort("the way to the Kafka broker", options.advertisedPort());
    }

    public static EmbeddedKafka started(Options options) {
        EmbeddedKafka kafka = new EmbeddedKafka(options);
        kafka.start();
        return kafka;
    }

    @Override
    public String bootstrapServers() {
        return advertisedPort.address();
    }

    /** Returns when the broker takes requests. */
    public synchronized void start() {
        if (server != null) {
            throw new IllegalStateException("The broker is running");
        }
        // Kafka reports a taken port by an exception and leaves half of itself running.
        brokerPort.requireFree();
        controllerPort.requireFree();
        format();
        KafkaRaftServer starting = new KafkaRaftServer(new KafkaConfig(settings(), false), Time.SYSTEM);
        try {
            starting.startup();
        } catch (RuntimeException e) {
            starting.shutdown();
            throw e;
        }
        server = starting;
    }

    /** Stops cleanly and keeps the data; no effect when stopped. */
    public synchronized void stop() {
        if (server == null) {
            return;
        }
        server.shutdown();
        server.awaitShutdown();
        server = null;
    }

    @Override
    public void close() {
        stop();
    }

    private void format() {
        if (Files.exists(dataDirectory.resolve("meta.properties"))) {
            return;
        }
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try {
            Files.createDirectories(dataDirectory);
            new Formatter()
                    .setPrintStream(new PrintStream(output, true, StandardCharsets.UTF_8))
                    .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(NODE_ID)
                    .setControllerListenerName(CONTROLLER_LISTENER)
                    .setDirectories(List.of(dataDirectory.toString()))
                    .setMetadataLogDirectory(dataDirectory.toString())
                    .run();
        } catch (Exception e) {
            throw new IllegalStateException("Cannot prepare " + dataDirectory + " for the broker. " + output, e);
        }
    }

    private Properties settings() {
        Properties settings = new Properties();
        settings.putAll(BrokerSettings.oneNode());
        // For tests in which a member of a classic group dies: it may choose to be missed sooner than others would
        // want.
        settings.put("group.min.session.timeout.ms", "1000");
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(NODE_ID));
        settings.put("log.dirs", dataDirectory.toString());
        settings.put(
                "listeners",
                BROKER_LISTENER + "://" + brokerPort.address() + "," + CONTROLLER_LISTENER + "://"
                        + controllerPort.address());
        settings.put("advertised.listeners", BROKER_LISTENER + "://" + advertisedPort.address());
        settings.put(
                "listener.security.protocol.map", BROKER_LISTENER + ":PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
        settings.put("inter.broker.listener.name", BROKER_LISTENER);
        settings.put("controller.listener.names", CONTROLLER_LISTENER);
        // A static quorum: a dynamic one writes the controller's port into the data, and the next start may use
        // another.
        settings.put("controller.quorum.voters", NODE_ID + "@" + controllerPort.address());
        settings.putAll(differentSettings);
        return settings;
    }
}
