package io.moodlepipeline.ops.dlt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.event.EventType;
import io.moodlepipeline.event.TopicDeclaration;
import io.moodlepipeline.event.Topics;
import io.moodlepipeline.ops.ExitCode;
import io.moodlepipeline.ops.Ops;
import io.moodlepipeline.ops.dlt.LetterBox.Draft;
import io.moodlepipeline.ops.dlt.LetterBox.Written;
import io.moodlepipeline.runtime.deadletter.AuditRecord;
import io.moodlepipeline.runtime.deadletter.LetterAction;
import io.moodlepipeline.runtime.deadletter.LetterIdentity;
import io.moodlepipeline.runtime.record.Origin;
import io.moodlepipeline.runtime.record.RecordText;
import io.moodlepipeline.runtime.topics.TopicsApply;
import io.moodlepipeline.testkit.CleanBroker;
import io.moodlepipeline.testkit.KafkaBackend;
import io.moodlepipeline.testkit.SampleEvents;
import io.moodlepipeline.testkit.junit.OnBackends;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The verbs about dead letters against a real broker, without consumers. */
@OnBackends
class DltIT {
    private static final Draft GRADE = Draft.of("db-writer", EventType.GRADE_ENRICHED, SampleEvents.gradeUpdated());
    private static final Draft USER = Draft.of("db-writer", EventType.USER_CREATED, SampleEvents.userCreated());
    private static final Draft REFUSED =
            Draft.ofGateway(EventType.USER_CREATED, SampleEvents.userCreated(user -> user.put("suspended", "no")));

    private final String brokers;
    private final Ops ops;
    private final LetterBox box;

    DltIT(KafkaBackend kafka) throws InterruptedException, ExecutionException {
        try (Admin admin = CleanBroker.admin(kafka.bootstrapServers())) {
            new TopicsApply(admin).apply(3);
        }
        brokers = kafka.bootstrapServers();
        ops = Ops.connectedTo(brokers);
        box = new LetterBox(kafka.bootstrapServers());
    }

    @AfterEach
    void close() {
        box.close();
    }

    @Test
    void nothingMatchesIsAnAnswerOfItsOwn() {
        for (String verb : List.of("list", "stats", "show", "redrive", "park")) {
            assertThat(ops.run("dlt", verb).exitCode()).as(verb).isEqualTo(ExitCode.NOTHING_MATCHED);
        }
    }

    @Test
    void everyOptionChooses() {
        Written grade = box.write(GRADE);
        Written south = box.write(USER.withTenant("south").withCode(DeadLetterCode.RETRIES_EXHAUSTED));
        Written old = box.write(USER.failed(2, Instant.now().minus(Duration.ofDays(3))));
        Written refused = box.write(REFUSED);
        Written parked = box.write(USER);
        box.audit(LetterAction.PARKED, parked);
        Written resolved = box.write(USER);
        box.audit(LetterAction.RESOLVED, resolved);

        assertThat(listed())
                .containsExactlyInAnyOrder(grade.place(), south.place(), old.place(), refused.place(), parked.place())
                .doesNotContain(resolved.place());
        assertThat(listed("--event-type", "grade")).containsExactly(grade.place());
        assertThat(listed("--tenant", "south")).containsExactly(south.place());
        assertThat(listed("--code", "RETRIES_EXHAUSTED,NOT_JSON")).containsExactly(south.place());
        assertThat(listed("--until", "1d")).containsExactly(old.place());
        assertThat(listed("--since", "1d", "--consumer", "ingest-gateway")).containsExactly(refused.place());
        assertThat(listed("--state", "parked")).containsExactly(parked.place());
        assertThat(listed("--state", "resolved")).containsExactly(resolved.place());
        assertThat(listed("--any-state")).hasSize(6);
        assertThat(listed("--event-id", old.eventId().toString())).containsExactly(old.place());
        assertThat(listed("--at", south.place())).containsExactly(south.place());
        assertThat(listed("--user", "7")).isEmpty();
        assertThat(listed("--limit", "2")).hasSize(2);
    }

    @Test
    void aLetterThatCameBackIsFoundByThePlaceOfTheEarlierOne() {
        UUID event = UUID.randomUUID();
        Written first = box.write(USER, event);
        Written second = box.write(USER.failed(1, Instant.now()), event);

        assertThat(listed("--at", first.place())).containsExactly(second.place());
    }

    @Test
    void anotherSchoolsLetterOfTheSameEventIdIsAnother() {
        UUID event = UUID.randomUUID();
        Written north = box.write(USER, event);
        Written south = box.write(USER.withTenant("south"), event);
        assertThat(listed()).containsExactlyInAnyOrder(north.place(), south.place());

        Ops.Result result = ops.run(
                "dlt",
                "discard",
                "--event-id",
                event.toString(),
                "--tenant",
                "south",
                "--reason",
                "a test",
                "--execute");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(listed()).containsExactly(north.place());
        assertThat(ops.run("dlt", "show", south.place()).out()).contains("discarded", "a test");
        assertThat(ops.run("dlt", "show", north.place()).out())
                .contains("nothing was done about it yet")
                .doesNotContain("a test");
    }

    @Test
    void statsCountByAge() {
        box.write(USER);
        box.write(USER.failed(0, Instant.now().minus(Duration.ofHours(2))));
        box.write(USER.failed(0, Instant.now().minus(Duration.ofDays(2))));
        box.write(USER.failed(0, Instant.now().minus(Duration.ofDays(20))));

        assertThat(ops.run("dlt", "stats", "-o", "csv").out()).isEqualTo("""
                        state,code,consumer,under_1_hour,under_1_day,under_7_days,older,total
                        open,REFUSED_BY_DATABASE,db-writer,1,1,1,1,4
                        """);
    }

    @Test
    void showTellsWhyAndWhatToDoAndMasksWhatIsPersonal() {
        Written letter = box.write(USER);
        box.audit(LetterAction.PARKED, letter);

        Ops.Result shown = ops.run("dlt", "show", letter.place());

        assertThat(shown.exitCode()).isZero();
        assertThat(shown.out())
                .contains("REFUSED_BY_DATABASE", "a message of ours", DeadLetterCode.REFUSED_BY_DATABASE.remedy())
                .contains(
                        "operator",
                        "parked",
                        "by a test",
                        "\"userid\" : 1001",
                        "\"firstname\" : \"(text, 4 characters)\"")
                .doesNotContain("Amal", "Haddad", "example.edu", "962790000000", "Amman", "JO", "STU-1001");
        assertThat(ops.run("dlt", "show", letter.place(), "--reveal").out())
                .contains("Amal", "amal.haddad@example.edu");
    }

    @Test
    void theNextCommandsCanBePastedAsTheyArePrinted() {
        Written letter = box.write(USER);
        box.audit(LetterAction.PARKED, letter);

        assertThat(ops.run("dlt", "list").out())
                .contains("Why, and what to do: java -jar ops-cli.jar dlt show " + letter.place() + "\n");
        assertThat(ops.run("dlt", "show", letter.place()).out())
                .contains("ops-cli.jar dlt redrive --at " + letter.place() + " --state parked --execute")
                .contains("ops-cli.jar dlt discard --at " + letter.place() + " --state parked --reason")
                .contains("ops-cli.jar dlt redrive --tenant north --code ");
        assertThat(ops.run("dlt", "discard", "--at", letter.place(), "--state", "parked", "--reason", "r", "--execute")
                        .exitCode())
                .isZero();
        assertThat(ops.run("dlt", "show", letter.place()).out()).doesNotContain("dlt redrive");
    }

    @Test
    void showOfSeveralAsksWhich() {
        Written one = box.write(USER);
        Written other = box.write(USER);

        Ops.Result shown = ops.run("dlt", "show");

        assertThat(shown.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(shown.err()).contains(one.place(), other.place());
    }

    @Test
    void aRecordOfAStrangerIsShownAndCannotBeRedriven() {
        ProducerRecord<byte[], byte[]> garbage = new ProducerRecord<>(
                Topics.DEAD_LETTER, 1, null, new byte[] {(byte) 0xff, 0}, new byte[] {1, 2, (byte) 0x9b});
        garbage.headers().add("dlt.code", "\u001b[2J=1+1".getBytes(UTF_8)).add("secret", "a name".getBytes(UTF_8));
        box.send(garbage);

        assertThat(ops.run("dlt", "list").out()).contains("\\u001b[2J=1+1");
        assertThat(ops.run("dlt", "show", "1:0").out())
                .contains("(6 characters): (6 bytes)", "no JSON object, 3 bytes")
                .doesNotContain("a name", "secret");
        Ops.Result redriven = ops.run("dlt", "redrive", "--execute", "-o", "csv");
        assertThat(redriven.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(redriven.out()).contains("\"cannot be redriven, left as it was\",1");
        assertThat(box.audits()).isEmpty();
    }

    @Test
    void redriveWithoutExecuteOnlySaysWhatItWouldDo() {
        box.write(GRADE);
        box.write(REFUSED);

        Ops.Result result = ops.run("dlt", "redrive");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out())
                .contains("goes back to its consumer", "is still refused", "suspended", "--execute sends 1 of 2");
        assertThat(box.read(EventType.GRADE_ENRICHED.topic())).isEmpty();
        assertThat(box.audits()).isEmpty();
    }

    @Test
    void aRedriveSendsTheOriginalToItsTopicForItsConsumerAndNotesIt() {
        Written letter = box.write(GRADE.failed(1, Instant.now()));

        Ops.Result result = ops.run("redrive", "--execute", "--reason", "constraint dropped", "--by", "alice");

        assertThat(result.exitCode()).as(result.err()).isZero();
        List<ConsumerRecord<byte[], byte[]>> sent = box.read(EventType.GRADE_ENRICHED.topic());
        assertThat(sent).hasSize(1);
        ConsumerRecord<byte[], byte[]> record = sent.get(0);
        assertThat(record.key()).isEqualTo(letter.key());
        assertThat(record.value()).isEqualTo(SampleEvents.gradeUpdated());
        assertThat(RecordText.header(record.headers(), "ce_id"))
                .isEqualTo(letter.eventId().toString());
        assertThat(RecordText.header(record.headers(), "redrive.consumer")).isEqualTo("db-writer");
        assertThat(RecordText.header(record.headers(), "redrive.letter")).isEqualTo(letter.place());
        assertThat(RecordText.header(record.headers(), "dlt.attempts")).isEqualTo("2");
        assertThat(LetterBox.headerNames(record)).noneMatch(name -> name.startsWith("__connect.errors"));
        List<AuditRecord> audits = box.audits();
        assertThat(audits).hasSize(1);
        assertThat(audits.get(0).action()).isEqualTo(LetterAction.REDRIVEN);
        assertThat(audits.get(0).identity())
                .isEqualTo(new LetterIdentity("north", letter.eventId().toString(), "db-writer"));
        assertThat(audits.get(0).letter()).isEqualTo(letter.position());
        assertThat(audits.get(0).by()).isEqualTo("alice");
        assertThat(audits.get(0).reason()).isEqualTo("constraint dropped");
        assertThat(audits.get(0).operation().toString()).isEqualTo(RecordText.header(record.headers(), "redrive.id"));
    }

    @Test
    void doneTwiceItIsDoneOnce() {
        box.write(GRADE);
        assertThat(ops.run("redrive", "--execute").exitCode()).isZero();

        assertThat(ops.run("redrive", "--execute").exitCode()).isEqualTo(ExitCode.NOTHING_MATCHED);

        assertThat(box.read(EventType.GRADE_ENRICHED.topic())).hasSize(1);
    }

    @Test
    void aRedriveThatBreaksOffSaysWhatWasDoneFailsAndIsDoneOnceMore() throws Exception {
        box.write(GRADE);
        auditsOfAtMost(10);

        Ops.Result broken = ops.run("redrive", "--execute");

        assertThat(broken.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(broken.err()).contains("moodle.dead-letter-audit takes no records");
        assertThat(broken.out()).containsPattern("sent back to its consumer +0").contains("This was operation ");
        auditsOfAtMost(TopicDeclaration.MAX_RECORD_BYTES);
        assertThat(ops.run("redrive", "--execute").out()).containsPattern("sent back to its consumer +1");
        assertThat(box.audits()).extracting(AuditRecord::action).containsExactly(LetterAction.REDRIVEN);
    }

    @Test
    void aRefusalThatIsValidNowIsPublishedForAllUnderItsOwnId() {
        Written letter = box.write(Draft.ofGateway(EventType.USER_CREATED, SampleEvents.userCreated()));
        box.write(REFUSED);

        Ops.Result result = ops.run("redrive", "--execute", "-o", "csv");

        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.out())
                .contains("\"valid now, published for all\",1", "\"is still refused, left as it was\",1");
        List<ConsumerRecord<byte[], byte[]>> published = box.read(EventType.USER_CREATED.topic());
        assertThat(published).hasSize(1);
        assertThat(published.get(0).key()).isEqualTo(letter.key());
        assertThat(LetterBox.headerNames(published.get(0)))
                .contains("ce_id", "ce_time")
                .noneMatch(name -> name.startsWith("dlt.") || name.startsWith("redrive.") || name.startsWith("__"));
        assertThat(RecordText.header(published.get(0).headers(), "ce_id"))
                .isEqualTo(letter.eventId().toString());
        assertThat(listed("--state", "resolved")).containsExactly(letter.place());
        assertThat(listed()).hasSize(1);
    }

    @Test
    void aBodyThatHadNoRoomIsFetchedFromWhereTheOriginalStands() {
        UUID event = UUID.randomUUID();
        RecordMetadata original = box.send(box.event(EventType.USER_CREATED.topic(), USER, event));
        Draft stub = Draft.of("db-writer", EventType.USER_CREATED, null)
                .withOrigin(new Origin(original.topic(), original.partition(), original.offset()));
        Written letter = box.write(stub, event);
        Written lost = box.write(stub.withOrigin(new Origin(original.topic(), original.partition(), 4711)));

        assertThat(ops.run("redrive", "--execute").exitCode()).isEqualTo(ExitCode.FAILED);

        assertThat(box.read(EventType.USER_CREATED.topic()))
                .hasSize(2)
                .allSatisfy(record -> assertThat(record.value()).isEqualTo(SampleEvents.userCreated()));
        assertThat(listed("--state", "redriven")).containsExactly(letter.place());
        assertThat(listed("--state", "open")).containsExactly(lost.place());
    }

    @Test
    void parkedLettersAreRedrivenOnlyWhenAskedFor() {
        Written letter = box.write(GRADE);
        assertThat(ops.run("dlt", "park").out()).contains("Nothing was done yet");
        assertThat(ops.run("dlt", "park", "--execute").exitCode()).isZero();
        assertThat(listed("--state", "parked")).containsExactly(letter.place());

        assertThat(ops.run("dlt", "redrive", "--execute").exitCode()).isEqualTo(ExitCode.NOTHING_MATCHED);
        assertThat(ops.run("dlt", "redrive", "--execute", "--state", "parked").exitCode())
                .isZero();

        assertThat(listed("--state", "redriven")).containsExactly(letter.place());
    }

    @Test
    void discardingNeedsAReason() {
        Written letter = box.write(GRADE);
        assertThat(ops.run("dlt", "discard", "--execute").exitCode()).isEqualTo(ExitCode.USAGE);

        assertThat(ops.run("dlt", "discard", "--execute", "--reason", "sent again since")
                        .exitCode())
                .isZero();

        assertThat(listed("--state", "discarded")).containsExactly(letter.place());
        assertThat(box.audits().get(0).reason()).isEqualTo("sent again since");
    }

    /** Their places. */
    private List<String> listed(String... options) {
        Ops.Result result = ops.run(Stream.concat(Stream.of("dlt", "list", "-o", "json"), Stream.of(options))
                .toArray(String[]::new));
        if (result.exitCode() == ExitCode.NOTHING_MATCHED) {
            return List.of();
        }
        assertThat(result.exitCode()).as(result.err()).isZero();
        return StreamSupport.stream(result.json().spliterator(), false)
                .map(row -> row.get("letter").asText())
                .toList();
    }

    private void auditsOfAtMost(int bytes) throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, brokers))) {
            ConfigEntry limit = new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(bytes));
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, Topics.DEAD_LETTER_AUDIT),
                            List.of(new AlterConfigOp(limit, AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }
}
