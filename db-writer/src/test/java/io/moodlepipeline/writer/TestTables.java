package io.moodlepipeline.writer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.moodlepipeline.event.EventMetadata;
import io.moodlepipeline.event.EventType;
import io.moodlepipeline.event.Sequences;
import io.moodlepipeline.postgresql.Database;
import io.moodlepipeline.postgresql.DatabaseSettings;
import io.moodlepipeline.runtime.service.HealthState;
import io.moodlepipeline.runtime.settings.Secret;
import io.moodlepipeline.testkit.PostgresBackend;
import io.moodlepipeline.writer.postgres.OutrankedMetrics;
import io.moodlepipeline.writer.postgres.PostgresSink;
import io.moodlepipeline.writer.tables.Tables;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The empty tables in a database of their own, the sink that writes them, and records for it. */
public final class TestTables implements AutoCloseable {
    private final io.moodlepipeline.testkit.Database target;
    private final Database database;
    private final PostgresSink sink;
    private final Sequences sequences = new Sequences(Clock.systemUTC());
    private long offset;

    public TestTables(PostgresBackend postgres) {
        target = postgres.createDatabase("tables");
        database = open();
        sink = new PostgresSink(database, new OutrankedMetrics(new SimpleMeterRegistry()));
        migrate();
    }

    /** A pool of its own. */
    public Database open() {
        return Database.open(
                new DatabaseSettings(target.jdbcUrl(), target.user(), new Secret(target.password())), "tables", 2);
    }

    /** Brings the schema up to date, as a start does. */
    public void migrate() {
        try {
            database.awaitSchema(Tables.SCHEMA, new HealthState("test"));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public io.moodlepipeline.testkit.Database target() {
        return target;
    }

    public Database database() {
        return database;
    }

    public PostgresSink sink() {
        return sink;
    }

    public UUID nextId() {
        return sequences.next();
    }

    /** As the gateway stamps it now, of the tenant {@code default}. */
    public ConsumerRecord<byte[], byte[]> record(EventType type, byte[] body) {
        UUID id = nextId();
        return record(new EventMetadata(id, type, "default", Instant.now(), id, 0), body);
    }

    /** At the next offset of its topic's first partition. */
    public ConsumerRecord<byte[], byte[]> record(EventMetadata metadata, byte[] body) {
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>(metadata.type().topic(), 0, offset++, new byte[0], body);
        metadata.toHeaders().forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
        return record;
    }

    public void execute(String sql) throws SQLException {
        try (Connection connection = target.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of each row. */
    public List<String> query(String sql) throws SQLException {
        try (Connection connection = target.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
