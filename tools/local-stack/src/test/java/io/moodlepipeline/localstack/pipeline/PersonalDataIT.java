package io.moodlepipeline.localstack.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import io.moodlepipeline.event.EventMetadata;
import io.moodlepipeline.event.EventType;
import io.moodlepipeline.localstack.data.DataDirectory;
import io.moodlepipeline.localstack.data.ZohoFiles;
import io.moodlepipeline.runtime.service.RunningService;
import io.moodlepipeline.testkit.Database;
import io.moodlepipeline.testkit.KafkaBackend;
import io.moodlepipeline.testkit.LocalPort;
import io.moodlepipeline.testkit.PostgresBackend;
import io.moodlepipeline.testkit.SampleEvents;
import io.moodlepipeline.testkit.junit.OnBackends;
import io.moodlepipeline.zoho.ZohoSinkApplication;
import io.moodlepipeline.zohosimulator.ZohoSimulator;
import io.moodlepipeline.zohosimulator.options.Credentials;
import io.moodlepipeline.zohosimulator.options.SimulatorOptions;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Marked personal data and secrets go through every failure, and come out nowhere but in the records' values. */
@OnBackends
class PersonalDataIT {
    private static final String MARK = "Zqxmarker";
    private static final long USER = 77_000_001;
    private static final String EVENTS = "/api/v1/events/moodle/";

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Logger ours = (Logger) LoggerFactory.getLogger("io.moodlepipeline");
    private final EverythingLogged logged = new EverythingLogged();
    private final List<String> answers = new ArrayList<>();

    @BeforeEach
    void listen() {
        logged.setContext(root.getLoggerContext());
        logged.start();
        root.addAppender(logged);
        ours.setLevel(Level.TRACE);
    }

    @AfterEach
    void stopListening() {
        root.detachAppender(logged);
        ours.setLevel(null);
    }

    @Test
    void noFailureShowsPersonalDataOrATokenInLogsHeadersAnswersOrMetrics(KafkaBackend kafka, PostgresBackend postgres)
            throws Exception {
        Database database = postgres.createDatabase("personal_data");
        try (RunningPipeline pipeline = new RunningPipeline(kafka.bootstrapServers(), database)) {
            execute(database, "ALTER TABLE students ADD CHECK (first_name NOT LIKE '%" + MARK + "%')");
            execute(database, "ALTER TABLE enrollments ADD CHECK (moodle_user_id <> " + USER + ")");
            execute(database, "ALTER TABLE grades ADD CHECK (feedback NOT LIKE '%" + MARK + "%')");

            refusedByTheGateway(pipeline);
            deadLetteredLater(pipeline);
            sendPastTheGateway(kafka.bootstrapServers(), contradictoryGrade());
            List<ConsumerRecord<byte[], byte[]>> letters = awaitDeadLetters(kafka.bootstrapServers(), 15);

            assertThat(letters)
                    .extracting(letter ->
                            new String(letter.headers().lastHeader("dlt.code").value(), UTF_8))
                    .contains(
                            "NOT_JSON",
                            "DUPLICATE_KEY",
                            "TOO_DEEP",
                            "INVALID_FIELD",
                            "CONTRADICTORY_GRADE_RANGE",
                            "REFUSED_BY_DATABASE");
            letters.forEach(letter -> letter.headers()
                    .forEach(header -> assertThat(new String(header.value(), UTF_8))
                            .as(header.key())
                            .doesNotContainIgnoringCase(MARK)));
            letters.forEach(
                    letter -> assertThat(new String(letter.key(), UTF_8)).doesNotContain(MARK));
            assertNowhere(pipeline);
        }
        assertThat(logged.lines).noneMatch(line -> line.contains(MARK) || line.contains(RunningPipeline.TOKEN));
    }

    @Test
    void noRowOfZohoAndNoSecretOfItIsShownInLogsHeadersOrMetrics(
            KafkaBackend kafka, PostgresBackend postgres, @TempDir Path folder) throws Exception {
        Database database = postgres.createDatabase("personal_data_zoho");
        LocalPort management = LocalPort.free("zoho-sink");
        try (RunningPipeline pipeline = new RunningPipeline(kafka.bootstrapServers(), database);
                ZohoSimulator zoho = ZohoSimulator.start(SimulatorOptions.defaults());
                RunningService sink = sink(kafka, database, zoho, management, folder)) {
            await().atMost(Duration.ofSeconds(30)).until(() -> sink.health().ready());
            // A number that the field does not take, and a token that Zoho takes no more.
            post(
                    pipeline,
                    200,
                    "user_created",
                    SampleEvents.userCreated(user -> user.put("userid", USER)
                            .put("firstname", MARK)
                            .put("lastname", MARK)
                            .put("phone1", MARK.repeat(10))));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> zoho.records("BTEC_Students").toString().contains(MARK));
            zoho.expireTokens(zoho.options().orgs().get(0).id());
            post(
                    pipeline,
                    200,
                    "grade_updated",
                    SampleEvents.gradeUpdated(grade ->
                            grade.put("userid", USER).put("itemname", MARK).put("feedback", MARK)));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> zoho.records("Grades").toString().contains(MARK));

            assertThat(pipeline.get(management, "/metrics"))
                    .contains("pipeline_records_total")
                    .doesNotContain(MARK);
            assertThat(deadLetters(kafka.bootstrapServers())).isEmpty();
            assertThat(logged.lines)
                    .noneMatch(line -> line.contains(MARK)
                            || line.contains(zoho.options().credentials().clientSecret())
                            || line.contains(zoho.options().credentials().refreshToken()));
        }
    }

    private static RunningService sink(
            KafkaBackend kafka, Database database, ZohoSimulator zoho, LocalPort management, Path folder) {
        Credentials credentials = zoho.options().credentials();
        Path tenants = ZohoFiles.write(
                DataDirectory.create(folder),
                zoho.url(),
                credentials.clientId(),
                credentials.clientSecret(),
                credentials.refreshToken());
        return ZohoSinkApplication.start(Map.of(
                "ZOHO_SINK_TENANTS_FILE", tenants.toString(),
                "ZOHO_SINK_LINGER_SECONDS", "0",
                "DATABASE_URL", database.jdbcUrl(),
                "DATABASE_USER", database.user(),
                "DATABASE_PASSWORD", database.password(),
                "KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
                "MANAGEMENT_PORT", Integer.toString(management.number())));
    }

    private void assertNowhere(RunningPipeline pipeline) {
        assertThat(answers).noneMatch(answer -> answer.contains(MARK));
        assertThat(pipeline.metrics())
                .hasSize(3)
                .allMatch(metrics -> metrics.contains("pipeline_records_total") || metrics.contains("gateway_requests"))
                .noneMatch(metrics -> metrics.contains(MARK));
    }

    private void refusedByTheGateway(RunningPipeline pipeline) {
        post(pipeline, 401, "user_created", SampleEvents.userCreated(), "X-Moodle-Token", MARK);
        post(pipeline, 401, "user_created", SampleEvents.userCreated(), "X-Tenant-ID", MARK);
        post(pipeline, 404, MARK, SampleEvents.userCreated());
        post(pipeline, 415, "user_created", SampleEvents.userCreated(), "Content-Type", "text/" + MARK);
        post(pipeline, 400, "user_created", ("{\"firstname\":\"" + MARK).getBytes(UTF_8));
        post(pipeline, 400, "user_created", ("{\"a\":" + MARK + "}").getBytes(UTF_8));
        post(pipeline, 400, "user_created", ("{\"" + MARK + "\":1,\"" + MARK + "\":2}").getBytes(UTF_8));
        post(
                pipeline,
                422,
                "user_created",
                ("{\"x\":" + "[".repeat(20) + "\"" + MARK + "\"" + "]".repeat(20) + "}").getBytes(UTF_8));
        post(pipeline, 422, "user_created", ("\"" + MARK + "\"").getBytes(UTF_8));
        post(
                pipeline,
                422,
                "user_created",
                SampleEvents.userCreated(user -> user.put("userid", MARK).put("suspended", MARK)));
        post(
                pipeline,
                422,
                "grade_updated",
                SampleEvents.gradeUpdated(grade -> grade.put("finalgrade", MARK).put("itemid", MARK)));
        post(
                pipeline,
                422,
                "user_created",
                SampleEvents.userCreated(user -> user.put("firstname", MARK)),
                "X-Event-Id",
                MARK);
        post(
                pipeline,
                422,
                "user_created",
                SampleEvents.userCreated(user -> user.put("firstname", MARK)),
                "X-Event-Time",
                MARK);
        post(
                pipeline,
                422,
                "user_created",
                SampleEvents.userCreated(user -> user.put("firstname", MARK)),
                "webhook-id",
                MARK,
                "webhook-signature",
                MARK);
        post(pipeline, 422, "grade_updated", contradictoryGrade());
        post(pipeline, 413, "user_created", MARK.repeat(200_000).getBytes(UTF_8));
    }

    private void deadLetteredLater(RunningPipeline pipeline) {
        post(
                pipeline,
                200,
                "user_created",
                SampleEvents.userCreated(user -> user.put("userid", USER)
                        .put("firstname", MARK)
                        .put("lastname", MARK)
                        .put("email", MARK + "@example.edu")));
        post(
                pipeline,
                200,
                "user_enrolled",
                SampleEvents.userEnrolled(
                        enrolment -> enrolment.put("userid", USER).put("note", MARK)));
        post(
                pipeline,
                200,
                "grade_updated",
                SampleEvents.gradeUpdated(grade -> grade.put("userid", USER).put("feedback", MARK)));
    }

    private static byte[] contradictoryGrade() {
        return SampleEvents.gradeUpdated(grade -> grade.put("userid", USER)
                .put("itemid", 99)
                .put("itemname", MARK)
                .put("grademin", 10)
                .put("grademax", 5));
    }

    /** The gateway would refuse it, so that the processor never sees such a one of a school's. */
    private static void sendPastTheGateway(String brokers, byte[] grade) throws Exception {
        EventType type = EventType.GRADE_UPDATED;
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(type.topic(), ("default:" + USER).getBytes(UTF_8), grade);
        new EventMetadata(UUID.randomUUID(), type, "default", Instant.now(), UUID.randomUUID(), 0)
                .toHeaders()
                .forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(record).get();
        }
    }

    /** @param replaced headers, names and values in turn, in place of the good ones */
    private void post(RunningPipeline pipeline, int status, String event, byte[] body, String... replaced) {
        List<String> headers =
                new ArrayList<>(List.of("Content-Type", "application/json", "X-Moodle-Token", RunningPipeline.TOKEN));
        for (int i = 0; i < replaced.length; i += 2) {
            int known = headers.indexOf(replaced[i]);
            if (known >= 0) {
                headers.set(known + 1, replaced[i + 1]);
            } else {
                headers.addAll(List.of(replaced[i], replaced[i + 1]));
            }
        }
        HttpResponse<String> answer = pipeline.post(EVENTS + event, body, headers.toArray(String[]::new));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        answers.add(answer.headers().map() + answer.body());
    }

    private static List<ConsumerRecord<byte[], byte[]>> awaitDeadLetters(String brokers, int count) {
        await().atMost(Duration.ofSeconds(30)).until(() -> deadLetters(brokers).size() >= count);
        return deadLetters(brokers);
    }

    private static List<ConsumerRecord<byte[], byte[]>> deadLetters(String brokers) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor("moodle.dead-letter").stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(200)).forEach(letters::add);
            }
            return letters;
        }
    }

    private static void execute(Database database, String sql) throws Exception {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Each log event with its key-values and the messages of its whole stack of causes. */
    private static final class EverythingLogged extends AppenderBase<ILoggingEvent> {
        private final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            StringBuilder line = new StringBuilder(event.getFormattedMessage());
            line.append(event.getKeyValuePairs());
            for (IThrowableProxy cause = event.getThrowableProxy(); cause != null; cause = cause.getCause()) {
                line.append(cause.getMessage());
            }
            lines.add(line.toString());
        }
    }
}
