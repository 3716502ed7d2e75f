package io.moodlepipeline.testkit.junit;

import io.moodlepipeline.testkit.EmbeddedKafka;
import io.moodlepipeline.testkit.EmbeddedPostgreSql;
import io.moodlepipeline.testkit.KafkaBackend;
import io.moodlepipeline.testkit.PostgresBackend;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.apache.commons.io.FileUtils;

/** The broker and the database that the tests of one JVM share, each started when it is first asked for. */
final class Servers implements Closeable {
    private final Supplier<? extends KafkaBackend> startKafka;
    private final Supplier<? extends PostgresBackend> startPostgres;
    private final Deque<Closeable> toClose = new ArrayDeque<>();
    private KafkaBackend kafka;
    private PostgresBackend postgres;

    private Servers(Supplier<? extends KafkaBackend> startKafka, Supplier<? extends PostgresBackend> startPostgres) {
        this.startKafka = startKafka;
        this.startPostgres = startPostgres;
    }

    static boolean inContainers() {
        return System.getProperty("backends", "embedded").equals("containers");
    }

    static Servers embedded() {
        Path directory = temporaryDirectory();
        Servers servers = new Servers(
                () -> EmbeddedKafka.started(EmbeddedKafka.Options.in(directory.resolve("kafka"))),
                () -> EmbeddedPostgreSql.started(EmbeddedPostgreSql.Options.in(directory.resolve("postgresql"))));
        servers.toClose.push(() -> FileUtils.deleteDirectory(directory.toFile()));
        return servers;
    }

    static Servers containers() {
        return new Servers(ContainerKafka::started, ContainerPostgreSql::started);
    }

    synchronized KafkaBackend kafka() {
        if (kafka == null) {
            kafka = closedLater(startKafka.get());
        }
        return kafka;
    }

    synchronized PostgresBackend postgres() {
        if (postgres == null) {
            postgres = closedLater(startPostgres.get());
        }
        return postgres;
    }

    @Override
    public synchronized void close() throws IOException {
        while (!toClose.isEmpty()) {
            toClose.pop().close();
        }
    }

    private <T> T closedLater(T server) {
        if (server instanceof Closeable closeable) {
            toClose.push(closeable);
        }
        return server;
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("moodle-event-pipeline-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
