package io.moodlepipeline.processor.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.moodlepipeline.event.BandBasis;
import io.moodlepipeline.event.BandProblem;
import io.moodlepipeline.event.Banding;
import io.moodlepipeline.event.BtecGrade;
import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.event.EnrichedGradeEvent;
import io.moodlepipeline.event.EventCodec;
import io.moodlepipeline.event.EventHeaders;
import io.moodlepipeline.event.EventMetadata;
import io.moodlepipeline.event.EventType;
import io.moodlepipeline.event.TopicDeclaration;
import io.moodlepipeline.event.Topics;
import io.moodlepipeline.processor.banding.BandingPolicy;
import io.moodlepipeline.processor.banding.BandingRules;
import io.moodlepipeline.processor.banding.ScaleWords;
import io.moodlepipeline.processor.banding.WithoutMaximum;
import io.moodlepipeline.runtime.deadletter.AuditRecord;
import io.moodlepipeline.runtime.deadletter.DeadLetterHeaders;
import io.moodlepipeline.runtime.deadletter.FloodGuard;
import io.moodlepipeline.runtime.deadletter.LetterAction;
import io.moodlepipeline.runtime.deadletter.LetterIdentity;
import io.moodlepipeline.runtime.deadletter.LetterPosition;
import io.moodlepipeline.runtime.deadletter.RedriveHeaders;
import io.moodlepipeline.runtime.record.RecordText;
import io.moodlepipeline.runtime.service.Health;
import io.moodlepipeline.testkit.SampleEvents;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole stream but for the brokers, from bytes to bytes. */
final class GradeTopologyTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Instant SENT = Instant.parse("2025-09-01T08:00:00.123Z");
    private static final byte[] KEY = utf8("default:1001");
    private static final UUID EVENT_ID = UUID.fromString("0198f0a0-0000-7000-8000-000000000001");
    private static final UUID SEQUENCE = UUID.fromString("0198f0a0-0000-7000-8000-000000000002");

    private static final LetterPosition LETTER = new LetterPosition(3, 17);
    private static final UUID OPERATION = UUID.fromString("0198f0a0-0000-7000-8000-0000000000aa");

    private static final String MANDATORY =
            "\"gradeid\":1,\"userid\":2,\"itemid\":3,\"timecreated\":0,\"timemodified\":5";

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final GuardMemory memory = new GuardMemory();
    private final TopologyTestDriver driver = new TopologyTestDriver(
            GradeTopology.build(
                    policy(),
                    FloodGuard.on(),
                    memory,
                    new KeptLetters(List.of()),
                    Clock.fixed(NOW, ZoneOffset.UTC),
                    new GradeMetrics(metrics)),
            properties());
    private final TestInputTopic<byte[], byte[]> grades = driver.createInputTopic(
            EventType.GRADE_UPDATED.topic(), new ByteArraySerializer(), new ByteArraySerializer());
    private final TestOutputTopic<byte[], byte[]> enriched = driver.createOutputTopic(
            EventType.GRADE_ENRICHED.topic(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    private final TestOutputTopic<byte[], byte[]> deadLetters =
            driver.createOutputTopic(Topics.DEAD_LETTER, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    private final TestOutputTopic<byte[], byte[]> audits = driver.createOutputTopic(
            Topics.DEAD_LETTER_AUDIT, new ByteArrayDeserializer(), new ByteArrayDeserializer());

    @AfterEach
    void close() {
        driver.close();
    }

    @ParameterizedTest(name = "finalgrade {0}")
    @CsvSource({
        "100, Distinction",
        "70.00001, Distinction",
        "70, Distinction",
        "7e1, Distinction",
        "69.99999999999999999999999999, Merit",
        "69.99999, Merit",
        "60, Merit",
        "59.99999, Pass",
        "40, Pass",
        "39.99999, Refer",
        "0, Refer",
        "-0.0, Refer"
    })
    void everyThresholdAndItsNeighboursThroughBytes(String finalGrade, String band) throws IOException {
        send(body("\"finalgrade\":" + finalGrade));

        assertThat(field("btec_grade").textValue()).isEqualTo(band);
    }

    @Test
    void namesThatHoldSeveralLanguagesArePassedOnInOneAndAllElseAsItCame() throws IOException {
        send(utf8("{\"gradeid\":1,\"userid\":7,\"itemid\":3,\"timecreated\":0,\"timemodified\":0,\"finalgrade\":2,"
                + "\"itemname\":\"{mlang ar}الوحدة{mlang}{mlang en}Unit 1{mlang}\","
                + "\"scale\":\"{mlang ar}راسب{mlang}{mlang en}Refer{mlang},{mlang ar}ناجح{mlang}{mlang en}Pass{mlang}\","
                + "\"note\":\"{mlang en}as it came{mlang}\"}"));

        JsonNode event = new ObjectMapper().readTree(enriched.readValue());
        assertThat(event.get("itemname").textValue()).isEqualTo("Unit 1");
        assertThat(event.get("scale").textValue()).isEqualTo("Refer,Pass");
        assertThat(event.get("note").textValue()).isEqualTo("{mlang en}as it came{mlang}");
        assertThat(event.get("btec_grade").textValue()).isEqualTo("Pass");
    }

    @Test
    void aScaleWithTranslationsIsBandedByThemAndPassedOnWithThemAsItCame() throws IOException {
        send(
                body(
                        "\"finalgrade\":2,\"scale\":\"راسب,ناجح\",\"scaletranslations\":{\"en\":\"Refer,Pass\",\"ar\":\"راسب,ناجح\"}"));

        JsonNode event = new ObjectMapper().readTree(enriched.readValue());
        assertThat(event.get("btec_grade").textValue()).isEqualTo("Pass");
        assertThat(event.get("scale").textValue()).isEqualTo("راسب,ناجح");
        assertThat(event.get("scaletranslations").toString()).isEqualTo("{\"en\":\"Refer,Pass\",\"ar\":\"راسب,ناجح\"}");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "null",
            value = {
                "'finalgrade':7,'grademax':10            | Distinction | 70            | maximum     | null",
                "'finalgrade':3,'grademin':1,'grademax':4| Merit       | 66.6666666666 | maximum     | null",
                "'finalgrade':12,'grademax':10.00000     | Distinction | 120           | maximum     | null",
                "'finalgrade':0.00000001                 | Refer       | 0.00000001    | assumed-100 | null",
                "'finalgrade':65,'grademin':0            | Merit       | 65            | assumed-100 | null",
                "'finalgrade':1e2                        | Distinction | 100           | assumed-100 | null",
                "'finalgrade':null                       | Not Graded  | null          | null        | null",
                "'grademax':10                           | Not Graded  | null          | null        | null",
                "'finalgrade':-0.00001                   | null        | -0.00001      | assumed-100 | negative",
                "'finalgrade':-1,'grademax':10           | null        | -10           | maximum     | negative",
                "'finalgrade':100.00001                  | null        | 100.00001     | assumed-100 | above-100-without-maximum",
                "'finalgrade':2,'scale':'Refer, pass'    | Pass        | null          | scale       | null",
                "'finalgrade':1,'scale':['Merit']        | Merit       | null          | scale       | null",
                "'finalgrade':2,'scale':'Bad,Good'       | null        | null          | null        | scale-words-unknown",
                "'finalgrade':3,'scale':'Refer,Pass'     | null        | null          | null        | not-on-scale",
                "'finalgrade':2,'grademax':4,'scale':null| Pass        | 50            | maximum     | null"
            })
    void judgementIsWrittenBesideTheGrade(String fields, String band, String percentage, String basis, String problem)
            throws IOException {
        send(body(fields.replace('\'', '"')));

        String written = text(enriched.readValue());
        assertThat(written)
                .endsWith(",\"btec_grade\":" + json(band) + ",\"percentage\":" + percentage + ",\"band_basis\":"
                        + json(basis) + ",\"band_problem\":" + json(problem) + ",\"band_rules\":1}");
    }

    @Test
    void tenantsOwnRulesAreUsedAndStamped() throws IOException {
        send(body("\"finalgrade\":75"), headers("strict"));
        assertThat(text(enriched.readValue())).contains("\"btec_grade\":\"Merit\"", "\"band_rules\":4");

        send(body("\"finalgrade\":75"), headers("default"));
        assertThat(text(enriched.readValue())).contains("\"btec_grade\":\"Distinction\"", "\"band_rules\":1");
    }

    @Test
    void tenantMayWantNoBandWithoutMaximum() throws IOException {
        send(body("\"finalgrade\":75"), headers("strict-scale"));

        assertThat(text(enriched.readValue()))
                .contains("\"btec_grade\":null", "\"percentage\":null", "\"band_problem\":\"no-maximum\"");
    }

    @Test
    void whatIsWrittenCanBeReadBack() {
        send(body("\"finalgrade\":1e30,\"grademin\":-1e30,\"grademax\":-999999999999999999999999999999"));

        Banding banding = EventCodec.decode(EventType.GRADE_ENRICHED, enriched.readValue())
                .fold(event -> ((EnrichedGradeEvent) event).banding(), malformed -> {
                    throw new AssertionError(malformed.summary());
                });
        assertThat(banding)
                .isEqualTo(new Banding(
                        BtecGrade.DISTINCTION,
                        new BigDecimal("200000000000000000000000000000000"),
                        BandBasis.MAXIMUM,
                        null,
                        1));
    }

    @Test
    void keyAndTimeAndPassedOnHeadersStayAndAllOthersEnd() {
        Headers headers = headers("default")
                .add("traceparent", utf8("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"))
                .add("tracestate", utf8("vendor=t61rcWkgMzE"))
                .add("ce_partitionkey", utf8("kept"))
                .add("dlt.code", utf8("INVALID_FIELD"))
                .add("dlt.attempts", utf8("1"))
                .add("__connect.errors.topic", utf8("moodle.grade-updated"))
                .add("redrive.consumer", utf8("grade-processor"))
                .add("authorization", utf8("Bearer of a foreign header"));

        send(SampleEvents.gradeUpdated(), headers);

        TestRecord<byte[], byte[]> record = enriched.readRecord();
        Map<String, String> expected =
                new HashMap<>(metadata("default").as(EventType.GRADE_ENRICHED).toHeaders());
        expected.put("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        expected.put("tracestate", "vendor=t61rcWkgMzE");
        expected.put("ce_partitionkey", "kept");
        assertThat(texts(record.headers()))
                .isEqualTo(expected)
                .containsEntry("ce_source", "/tenants/default/grade-processor");
        assertThat(record.headers().headers(EventHeaders.TYPE)).hasSize(1);
        assertThat(record.headers().headers(EventHeaders.SOURCE)).hasSize(1);
        assertThat(record.key()).isEqualTo(KEY);
        assertThat(record.timestamp()).isEqualTo(SENT.toEpochMilli());
    }

    @Test
    void recordWithoutKeyIsEnrichedToo() {
        grades.pipeInput(new TestRecord<>(null, SampleEvents.gradeUpdated(), headers("default"), SENT));

        assertThat(enriched.readRecord().key()).isNull();
    }

    @Test
    void unknownFieldsPassUnchangedHoweverHostile() throws IOException {
        String unknown = "\"huge\":1e4000000000,\"hugest\":-1E+99999999999999999999,\"long\":" + "9".repeat(5000)
                + ",\"nested\":{\"list\":[1.50,null,{\"deep\":true}]},\"text\":\"\u0627\u062d\u0645\u062f \uD83D\uDE00\"";

        send(body(unknown + ",\"finalgrade\":50"));

        assertThat(text(enriched.readValue())).contains(unknown);
    }

    @Test
    void loneSurrogatesAndNulInUnknownFieldsAreReplaced() throws IOException {
        send(body("\"custom\":\"a\\ud800b\\u0000c\\udc00\""));

        assertThat(text(enriched.readValue())).contains("\"custom\":\"a\uFFFDbc\uFFFD\"");
    }

    @Test
    void sendersOwnJudgementIsReplaced() throws IOException {
        send(body("\"btec_grade\":\"Distinction\",\"percentage\":{\"a\":1},\"band_basis\":7,\"band_problem\":\"x\","
                + "\"band_rules\":99,\"finalgrade\":10"));

        JsonNode written = new ObjectMapper().readTree(enriched.readValue());
        assertThat(written.get("btec_grade").textValue()).isEqualTo("Refer");
        assertThat(written.get("percentage").intValue()).isEqualTo(10);
        assertThat(written.get("band_basis").textValue()).isEqualTo("assumed-100");
        assertThat(written.get("band_problem").isNull()).isTrue();
        assertThat(written.get("band_rules").intValue()).isEqualTo(1);
    }

    @ParameterizedTest(name = "finalgrade {0}")
    @ValueSource(
            strings = {
                "1e400000000",
                "1e-400000000",
                "1e99999999999999",
                "1234567890123456789012345678901",
                "0.0000000000000000000000000000001",
                "\"70\"",
                "true",
                "[]",
                "{}"
            })
    void gradeThatIsNoReasonableNumberIsADeadLetter(String finalGrade) {
        send(body("\"finalgrade\":" + finalGrade));

        assertDeadLetter(DeadLetterCode.INVALID_FIELD);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "not json                  | NOT_JSON",
                "''                        | NOT_JSON",
                "{\"gradeid\":1            | NOT_JSON",
                "{\"a\":NaN}               | NOT_JSON",
                "{} {}                     | NOT_JSON",
                "{\"a\":1,\"a\":2}         | DUPLICATE_KEY",
                "{\"a\":[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]} | TOO_DEEP",
                "[]                        | INVALID_FIELD",
                "{}                        | INVALID_FIELD"
            })
    void bodyThatIsNoGradeIsADeadLetter(String body, DeadLetterCode code) {
        send(utf8(body));

        assertDeadLetter(code);
    }

    @Test
    void bodyThatIsNotUtf8IsADeadLetter() {
        send(new byte[] {'{', '"', (byte) 0xC3, '"', ':', '1', '}'});

        assertDeadLetter(DeadLetterCode.NOT_JSON);
    }

    @Test
    void recordWithoutValueIsADeadLetter() {
        send(null);

        assertDeadLetter(DeadLetterCode.NOT_JSON);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "\"grademin\":10,\"grademax\":10",
                "\"grademin\":10,\"grademax\":0",
                "\"grademax\":0",
                "\"finalgrade\":null,\"grademax\":-1"
            })
    void rangeThatContradictsItselfIsADeadLetter(String fields) {
        send(body(fields));

        TestRecord<byte[], byte[]> letter = assertDeadLetter(DeadLetterCode.CONTRADICTORY_GRADE_RANGE);
        assertThat(texts(letter.headers()))
                .containsEntry(DeadLetterHeaders.STAGE, "TRANSFORMATION")
                .containsEntry(
                        DeadLetterHeaders.EXCEPTION_MESSAGE, "grademin (0 when it is not sent) must be below grademax");
    }

    @Test
    void recordThatDidNotComeThroughTheGatewayIsADeadLetter() {
        send(SampleEvents.gradeUpdated(), new RecordHeaders());

        assertDeadLetter(DeadLetterCode.INVALID_METADATA);
    }

    @Test
    void eventOfAnotherTypeIsADeadLetter() {
        Headers headers = new RecordHeaders();
        metadata("default")
                .as(EventType.USER_CREATED)
                .toHeaders()
                .forEach((name, value) -> headers.add(name, utf8(value)));

        send(SampleEvents.gradeUpdated(), headers);

        TestRecord<byte[], byte[]> letter = assertDeadLetter(DeadLetterCode.INVALID_METADATA);
        assertThat(texts(letter.headers()).get(DeadLetterHeaders.EXCEPTION_MESSAGE))
                .startsWith("ce_type is not");
    }

    @Test
    void deadLetterKeepsTheOriginalAndSaysWhy() {
        byte[] body = body("\"finalgrade\":\"secret\",\"itemname\":7");
        Headers headers = headers("default")
                .add("foreign", utf8("kept here"))
                .add("redrive.consumer", utf8("grade-processor"))
                .add("no-value", null);
        send(SampleEvents.gradeUpdated());

        send(body, headers);

        TestRecord<byte[], byte[]> letter = deadLetters.readRecord();
        Map<String, String> expected = new HashMap<>(metadata("default").toHeaders());
        expected.put("foreign", "kept here");
        expected.put("no-value", null);
        expected.put("__connect.errors.topic", "moodle.grade-updated");
        expected.put("__connect.errors.partition", "0");
        expected.put("__connect.errors.offset", "1");
        expected.put("__connect.errors.connector.name", "grade-processor");
        expected.put("__connect.errors.stage", "VALUE_CONVERTER");
        expected.put("__connect.errors.exception.class.name", "io.moodlepipeline.event.Decoded$Malformed");
        expected.put(
                "__connect.errors.exception.message",
                "itemname must be a JSON string; finalgrade must be a JSON number or null");
        expected.put("dlt.code", "INVALID_FIELD");
        expected.put("dlt.consumer", "grade-processor");
        expected.put("dlt.attempts", "1");
        expected.put("dlt.first-failed-at", NOW.toString());
        expected.put("dlt.last-failed-at", NOW.toString());
        expected.put("dlt.retryable", "false");
        assertThat(texts(letter.headers())).isEqualTo(expected);
        assertThat(letter.key()).isEqualTo(KEY);
        assertThat(letter.value()).isEqualTo(body);
        assertThat(letter.timestamp()).isEqualTo(SENT.toEpochMilli());
    }

    @Test
    void secondDeathReplacesTheMarksOfTheFirst() {
        Headers headers = headers("default")
                .add("dlt.attempts", utf8("2"))
                .add("dlt.first-failed-at", utf8("2026-01-01T00:00:00Z"))
                .add("dlt.code", utf8("CONTRADICTORY_GRADE_RANGE"));

        send(utf8("{}"), headers);

        TestRecord<byte[], byte[]> letter = deadLetters.readRecord();
        assertThat(texts(letter.headers()))
                .containsEntry("dlt.attempts", "3")
                .containsEntry("dlt.first-failed-at", "2026-01-01T00:00:00Z")
                .containsEntry("dlt.last-failed-at", NOW.toString())
                .containsEntry("dlt.code", "INVALID_FIELD");
        assertThat(letter.headers().headers("dlt.code")).hasSize(1);
    }

    @Test
    void streamGoesOnAfterEachBadRecord() {
        send(utf8("not json"));
        send(SampleEvents.gradeUpdated());
        send(null);
        send(body("\"grademax\":0"));
        send(SampleEvents.gradeUpdated(), new RecordHeaders());
        send(SampleEvents.gradeUpdated());

        assertThat(enriched.readValuesToList()).hasSize(2);
        assertThat(deadLetters.readValuesToList()).hasSize(4);
    }

    @Test
    void recordRedrivenForAnotherConsumerIsSkippedUnread() {
        Headers headers = headers("default");
        RedriveHeaders.mark(headers, "db-writer", LETTER, OPERATION);

        send(utf8("not json"), headers);

        assertThat(enriched.isEmpty()).isTrue();
        assertThat(deadLetters.isEmpty()).isTrue();
        assertThat(count("pipeline.records", "outcome", "skipped")).isEqualTo(1);
    }

    @Test
    void redrivenGradeGoesOnAndItsLetterIsResolved() {
        Headers headers = headers("default");
        RedriveHeaders.mark(headers, "grade-processor", LETTER, OPERATION);

        send(SampleEvents.gradeUpdated(), headers);

        assertThat(texts(enriched.readRecord().headers()).keySet()).noneMatch(name -> name.startsWith("redrive."));
        TestRecord<byte[], byte[]> audit = audits.readRecord();
        assertThat(audit.key()).isEqualTo(KEY);
        assertThat(AuditRecord.read(audit.value()))
                .contains(new AuditRecord(
                        LetterAction.RESOLVED,
                        new LetterIdentity("default", EVENT_ID.toString(), "grade-processor"),
                        LETTER,
                        OPERATION,
                        NOW,
                        "grade-processor",
                        ""));
    }

    @Test
    void redrivenGradeThatFailsAgainIsANewLetterAndNotResolved() {
        Headers headers = headers("default").add("dlt.attempts", utf8("1"));
        RedriveHeaders.mark(headers, "grade-processor", LETTER, OPERATION);

        send(utf8("not json"), headers);

        assertThat(texts(deadLetters.readRecord().headers()))
                .containsEntry("dlt.attempts", "2")
                .doesNotContainKey("redrive.letter");
        assertThat(audits.isEmpty()).isTrue();
    }

    @Test
    void floodOfOneTenantsBadGradesIsHeldBackBeforeItBecomesDeadLettersAndAllElseFlows() {
        for (int i = 1; i < FloodGuard.IN_A_ROW; i++) {
            send(utf8("not json"));
        }
        assertThat(memory.health()).isEmpty();

        send(utf8("not json"));
        send(utf8("not json"));
        send(SampleEvents.gradeUpdated());
        send(SampleEvents.gradeUpdated(), headers("north-college"));
        send(utf8("not json"), headers("north-college"));

        assertThat(deadLetters.readRecordsToList())
                .hasSize(FloodGuard.IN_A_ROW)
                .extracting(letter -> texts(letter.headers()).get("ce_tenantid"))
                .endsWith("default", "north-college");
        assertThat(enriched.readValuesToList()).hasSize(2);
        assertThat(memory.health()).hasValueSatisfying(health -> {
            assertThat(health.status()).isEqualTo(Health.Status.HALTED);
            assertThat(health.detail())
                    .contains(
                            "tenant default", "partition 0 from offset 49", "NOT_JSON", "DEAD_LETTER_GUARD=off:default")
                    .doesNotContain("north-college");
        });
    }

    @Test
    void whatGradesProveAgainstThemselvesIsNoFlood() {
        for (int i = 0; i < FloodGuard.IN_A_ROW + 2; i++) {
            send(body("\"grademin\":10,\"grademax\":10"));
        }
        send(SampleEvents.gradeUpdated(), headers("north-college"));

        assertThat(deadLetters.readValuesToList()).hasSize(FloodGuard.IN_A_ROW + 2);
        assertThat(enriched.readValuesToList()).hasSize(1);
        assertThat(memory.health()).isEmpty();
    }

    @Test
    void tenantsBetweenEachOtherHaveRowsOfTheirOwn() {
        for (int i = 0; i < FloodGuard.IN_A_ROW + 5; i++) {
            send(utf8("not json"));
            send(SampleEvents.gradeUpdated(), headers("north-college"));
        }

        assertThat(deadLetters.readValuesToList()).hasSize(FloodGuard.IN_A_ROW - 1);
        assertThat(enriched.readValuesToList()).hasSize(FloodGuard.IN_A_ROW + 5);
        assertThat(memory.held()).containsExactly("default");
    }

    @Test
    void redrivenGradeThatGoesWellEndsTheRow() {
        for (int i = 1; i < FloodGuard.IN_A_ROW; i++) {
            send(utf8("not json"));
        }
        Headers redriven = headers("default");
        RedriveHeaders.mark(redriven, "grade-processor", LETTER, OPERATION);
        send(SampleEvents.gradeUpdated(), redriven);
        send(utf8("not json"));

        assertThat(deadLetters.readValuesToList()).hasSize(FloodGuard.IN_A_ROW);
        assertThat(memory.health()).isEmpty();
    }

    @Test
    void goodGradeEndsTheRowOfBadOnesAndRedrivenOnesDoNotCount() {
        for (int i = 1; i < FloodGuard.IN_A_ROW; i++) {
            send(utf8("not json"));
        }
        Headers redriven = headers("default");
        RedriveHeaders.mark(redriven, "grade-processor", LETTER, OPERATION);
        send(utf8("not json"), redriven);
        send(SampleEvents.gradeUpdated());
        send(utf8("not json"));

        assertThat(deadLetters.readValuesToList()).hasSize(FloodGuard.IN_A_ROW + 1);
    }

    @Test
    void bodyOfMoreValuesThanAnyEventHasIsADeadLetter() {
        byte[] body = body("\"unknown\":[" + "{},".repeat(300_000) + "{}]");

        send(body);

        assertThat(assertDeadLetter(DeadLetterCode.TOO_MANY_VALUES).value()).isEqualTo(body);
    }

    @Test
    void recordTooLargeForItsOwnDeadLetterLeavesWhereItStands() {
        byte[] body = body("\"feedback\":\"" + "x".repeat(TopicDeclaration.MAX_RECORD_BYTES - 600) + "\"");
        Headers headers = headers("default").add("foreign", utf8("x"));

        send(body, headers);

        TestRecord<byte[], byte[]> letter = assertDeadLetter(DeadLetterCode.RECORD_TOO_LARGE);
        assertThat(letter.key()).isEqualTo(KEY);
        assertThat(letter.value()).isNull();
        assertThat(texts(letter.headers()))
                .containsEntry(EventHeaders.ID, EVENT_ID.toString())
                .containsEntry(DeadLetterHeaders.OFFSET, "0")
                .doesNotContainKey("foreign");
        assertThat(texts(letter.headers()).get(DeadLetterHeaders.EXCEPTION_MESSAGE))
                .contains("read it at its topic, partition and offset");
    }

    @Test
    void countsGradesByWhatTheyRestOn() {
        send(body("\"finalgrade\":50"));
        send(body("\"finalgrade\":50,\"grademax\":60"));
        send(body("\"finalgrade\":500"));
        send(body("\"finalgrade\":null"));
        send(utf8("not json"));

        assertThat(count("pipeline.records", "outcome", "applied")).isEqualTo(4);
        assertThat(count("pipeline.records", "code", "NOT_JSON")).isEqualTo(1);
        assertThat(count("pipeline.grades", "basis", BandBasis.ASSUMED_100.wireName()))
                .isEqualTo(2);
        assertThat(count("pipeline.grades", "basis", BandBasis.MAXIMUM.wireName()))
                .isEqualTo(1);
        assertThat(count("pipeline.grades.without.band", "problem", BandProblem.ABOVE_100_WITHOUT_MAXIMUM.wireName()))
                .isEqualTo(1);
    }

    private double count(String name, String tag, String value) {
        return metrics.get(name).tag(tag, value).counter().count();
    }

    private TestRecord<byte[], byte[]> assertDeadLetter(DeadLetterCode code) {
        assertThat(enriched.isEmpty()).isTrue();
        TestRecord<byte[], byte[]> letter = deadLetters.readRecord();
        assertThat(texts(letter.headers())).containsEntry(DeadLetterHeaders.CODE, code.name());
        return letter;
    }

    private JsonNode field(String name) throws IOException {
        return new ObjectMapper().readTree(enriched.readValue()).get(name);
    }

    private void send(byte[] body) {
        send(body, headers("default"));
    }

    private void send(byte[] body, Headers headers) {
        grades.pipeInput(new TestRecord<>(KEY, body, headers, SENT));
    }

    private static byte[] body(String fields) {
        return utf8("{" + MANDATORY + "," + fields + "}");
    }

    private static Headers headers(String tenant) {
        Headers headers = new RecordHeaders();
        metadata(tenant).toHeaders().forEach((name, value) -> headers.add(name, utf8(value)));
        return headers;
    }

    private static EventMetadata metadata(String tenant) {
        return new EventMetadata(EVENT_ID, EventType.GRADE_UPDATED, tenant, SENT, SEQUENCE, 1_756_713_600_123L);
    }

    private static Map<String, String> texts(Headers headers) {
        Map<String, String> texts = new HashMap<>();
        for (Header header : headers) {
            texts.put(header.key(), RecordText.header(headers, header.key()));
        }
        return texts;
    }

    private static String json(String text) {
        return text == null ? "null" : "\"" + text + "\"";
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static BandingPolicy policy() {
        return new BandingPolicy(
                BandingRules.BUILT_IN,
                Map.of(
                        "strict", rules(4, WithoutMaximum.ASSUME_100),
                        "strict-scale", rules(5, WithoutMaximum.NO_BAND)));
    }

    private static BandingRules rules(int version, WithoutMaximum withoutMaximum) {
        return new BandingRules(
                version,
                BigDecimal.valueOf(80),
                BigDecimal.valueOf(60),
                BigDecimal.valueOf(40),
                withoutMaximum,
                ScaleWords.NONE_OF_OWN,
                "en");
    }

    private static Properties properties() {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "grade-processor-test");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:9092");
        return properties;
    }
}
