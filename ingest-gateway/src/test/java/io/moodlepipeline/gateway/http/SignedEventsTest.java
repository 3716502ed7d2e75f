package io.moodlepipeline.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.moodlepipeline.gateway.tenants.Authentication;
import io.moodlepipeline.gateway.tenants.SignaturePolicy;
import io.moodlepipeline.gateway.tenants.SigningSecret;
import io.moodlepipeline.gateway.tenants.Tenant;
import io.moodlepipeline.gateway.tenants.TenantLimits;
import io.moodlepipeline.gateway.tenants.TokenDigest;
import io.moodlepipeline.runtime.record.RecordText;
import io.moodlepipeline.testkit.SampleEvents;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What signatures prove, and what an attacker who holds one old signed request can do with it. */
class SignedEventsTest {
    private static final String TOKEN = "test-token";
    private static final String SECRET = "signing-secret";
    private static final byte[] KEY = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
    private static final TestSigner SIGNER = new TestSigner(SECRET);

    private static final RunningGateway GATEWAY = new RunningGateway(
            tenant("standard", SignaturePolicy.STANDARD, "old-secret", SECRET),
            tenant("legacy", SignaturePolicy.LEGACY, SECRET),
            tenant("either", SignaturePolicy.EITHER, SECRET),
            tenant(
                    "whsec",
                    SignaturePolicy.STANDARD,
                    "whsec_" + Base64.getEncoder().encodeToString(KEY)),
            tenant("neighbour", SignaturePolicy.STANDARD, "another-secret"),
            tenant("unsigned", SignaturePolicy.STANDARD));

    private static final Instant CAPTURED_AT = RunningGateway.NOW.minus(Duration.ofDays(3));

    /** A new one for each test, since the gateway remembers ids. */
    private final String id = uuid7(CAPTURED_AT);

    private static Tenant tenant(String name, SignaturePolicy signatures, String... secrets) {
        return new Tenant(
                name,
                new Authentication(
                        List.of(TokenDigest.of(TOKEN)),
                        List.of(secrets).stream()
                                .map(SigningSecret::of)
                                .map(secret -> secret.orElseThrow())
                                .toList(),
                        signatures,
                        List.of()),
                new TenantLimits(0, 0),
                name.equals("whsec") ? 2 : 0);
    }

    @BeforeEach
    void allIsWell() {
        GATEWAY.broker.records.clear();
        GATEWAY.broker.mood = FakeBroker.Mood.ACKNOWLEDGING;
        GATEWAY.now = RunningGateway.NOW;
    }

    @AfterAll
    static void stop() {
        GATEWAY.close();
    }

    @Test
    void givenAnEventThatWaitedForDaysWhenItIsSignedAsItIsSentThenItCountsAsOfItsId() {
        byte[] body = body(1);

        HttpResponse<String> answer = post("standard", body, signed(id, RunningGateway.NOW, body));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(json(answer).get("event_id").textValue()).isEqualTo(id);
        assertThat(header("ce_id")).isEqualTo(id);
        assertThat(header("ce_sequence")).isEqualTo(id);
        assertThat(header("ce_eventtime")).isEqualTo(Long.toString(CAPTURED_AT.toEpochMilli()));
    }

    @Test
    void givenTheSendersOwnHeadersAgreeWhenItIsSignedThenItIsTaken() {
        byte[] body = body(2);

        HttpResponse<String> answer = post(
                "standard",
                body,
                signed(
                        id,
                        RunningGateway.NOW,
                        body,
                        "X-Event-Id",
                        id.toUpperCase(Locale.ROOT),
                        "X-Event-Time",
                        Long.toString(CAPTURED_AT.toEpochMilli() + 299_999)));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(header("ce_eventtime")).isEqualTo(Long.toString(CAPTURED_AT.toEpochMilli()));
    }

    @Test
    void givenARetryWhenItIsSignedAgainLaterThenItIsTakenAndIsTheSameEvent() {
        byte[] body = body(3);
        post("standard", body, signed(id, RunningGateway.NOW, body));
        String firstTime = header("ce_time");
        GATEWAY.now = RunningGateway.NOW.plus(Duration.ofHours(5));

        HttpResponse<String> answer = post("standard", body, signed(id, GATEWAY.now, body));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(GATEWAY.broker.records).hasSize(2);
        assertThat(header("ce_time")).isEqualTo(firstTime);
        assertThat(header("ce_sequence")).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(longs = {-300, -1, 0, 1, 300})
    void aRequestSentWithinFiveMinutesEitherWayIsTaken(long seconds) {
        byte[] body = body(4);

        HttpResponse<String> answer = post("standard", body, signed(id, RunningGateway.NOW.plusSeconds(seconds), body));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(longs = {-86_400, -301, 301, 86_400})
    void givenAnOldSignedRequestWhenItIsSentAgainOver5MinutesAwayThenItIsRefused(long seconds) {
        byte[] body = body(5);

        HttpResponse<String> answer = post("standard", body, signed(id, RunningGateway.NOW.plusSeconds(seconds), body));

        assertBadSignature(answer);
    }

    @Test
    void givenASignedRequestWhenItsTimestampIsChangedThenItIsRefused() {
        byte[] body = body(6);
        String[] headers = signed(id, RunningGateway.NOW.minus(Duration.ofHours(1)), body);
        set(headers, "webhook-timestamp", Long.toString(RunningGateway.NOW.getEpochSecond()));

        assertBadSignature(post("standard", body, headers));
    }

    @Test
    void givenASignedRequestWhenItsIdIsChangedThenItIsRefused() {
        byte[] body = body(7);
        String[] headers = signed(id, RunningGateway.NOW, body);
        set(headers, "webhook-id", uuid7(RunningGateway.NOW));

        assertBadSignature(post("standard", body, headers));
    }

    @Test
    void givenASignedRequestWhenItsBodyIsChangedThenItIsRefused() {
        assertBadSignature(post("standard", body(8), signed(id, RunningGateway.NOW, body(80))));
    }

    @Test
    void givenASignedRequestWhenItIsSentForATenantWithAnotherSecretThenItIsRefused() {
        byte[] body = body(9);

        assertBadSignature(post("neighbour", body, signed(id, RunningGateway.NOW, body)));
    }

    @Test
    void givenAnEventTimeOfZeroWhichMeansNoneWhenItIsSignedThenItIsTaken() {
        byte[] body = body(30);

        HttpResponse<String> answer = post("standard", body, signed(id, RunningGateway.NOW, body, "X-Event-Time", "0"));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(header("ce_eventtime")).isEqualTo(Long.toString(CAPTURED_AT.toEpochMilli()));
    }

    @ParameterizedTest
    @ValueSource(longs = {300_001, 86_400_000, -300_001, -86_400_000})
    void givenASignedRequestWhenAnotherEventTimeIsPutInThenItIsRefusedAndKeptAsOfItsOwn(long later) {
        byte[] body = body(10);

        HttpResponse<String> answer = post(
                "standard",
                body,
                signed(
                        id,
                        RunningGateway.NOW,
                        body,
                        "X-Event-Time",
                        Long.toString(CAPTURED_AT.toEpochMilli() + later)));

        assertRefusedAndKept(answer, "INVALID_FIELD", "X-Event-Time");
        assertThat(header("ce_id")).isEqualTo(id);
        assertThat(header("ce_eventtime")).isEqualTo(Long.toString(CAPTURED_AT.toEpochMilli()));
    }

    @Test
    void givenASignedRequestWhenItsEventTimeIsTakenAwayThenItCountsAsBefore() {
        byte[] body = body(11);
        post(
                "standard",
                body,
                signed(id, RunningGateway.NOW, body, "X-Event-Time", Long.toString(CAPTURED_AT.toEpochMilli())));
        String before = header("ce_eventtime");

        post("standard", body, signed(id, RunningGateway.NOW, body));

        assertThat(header("ce_eventtime")).isEqualTo(before);
    }

    @Test
    void givenASignedRequestWhenAnotherEventIdIsPutInThenItIsRefusedAndKeptUnderTheSignedOne() {
        byte[] body = body(12);

        HttpResponse<String> answer =
                post("standard", body, signed(id, RunningGateway.NOW, body, "X-Event-Id", uuid7(RunningGateway.NOW)));

        assertRefusedAndKept(answer, "INVALID_FIELD", "X-Event-Id");
        assertThat(header("ce_id")).isEqualTo(id);
    }

    @Test
    void givenASignedRequestWhenItIsPostedAsAnotherEventThenItsIdIsKnown() {
        byte[] body = SampleEvents.userCreated(user -> user.put("city", "thirteen"));
        String[] headers = signed(id, RunningGateway.NOW, body);
        GATEWAY.post("user_created", body, sender("standard", headers));

        HttpResponse<String> answer = GATEWAY.post("user_updated", body, sender("standard", headers));

        assertRefusedAndKept(answer, "EVENT_ID_REUSED", "webhook-id");
    }

    @Test
    void givenAnIdWithoutATimeWhenThereIsNoEventTimeThenItIsTakenAndHasNone() {
        byte[] body = body(14);
        String random = UUID.randomUUID().toString();

        HttpResponse<String> answer = post("standard", body, signed(random, RunningGateway.NOW, body));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(header("ce_id")).isEqualTo(random);
        assertThat(header("ce_eventtime")).isNull();
    }

    @Test
    void givenAnIdWithoutATimeWhenThereIsAnEventTimeThenNothingProvesItAndItIsRefused() {
        byte[] body = body(15);
        String random = UUID.randomUUID().toString();

        HttpResponse<String> answer = post(
                "standard",
                body,
                signed(
                        random,
                        RunningGateway.NOW,
                        body,
                        "X-Event-Time",
                        Long.toString(RunningGateway.NOW.toEpochMilli())));

        assertRefusedAndKept(answer, "INVALID_FIELD", "X-Event-Time");
        assertThat(header("ce_eventtime")).isNull();
    }

    @Test
    void givenAnIdWithoutATimeWhenItIsReplayedThenItIsNoNewerThanBefore() {
        byte[] body = body(16);
        String[] headers = signed(UUID.randomUUID().toString(), RunningGateway.NOW, body);
        post("standard", body, headers);
        String sequence = header("ce_sequence");
        String time = header("ce_time");
        GATEWAY.now = RunningGateway.NOW.plusSeconds(200);

        post("standard", body, headers);

        assertThat(GATEWAY.broker.records).hasSize(2);
        assertThat(header("ce_sequence")).isEqualTo(sequence);
        assertThat(header("ce_time")).isEqualTo(time);
    }

    @Test
    void givenAnIdFromAClockThatWasAheadWhenItIsSentThenItCountsAsOfThatSecond() {
        byte[] body = body(17);
        String ahead = uuid7(RunningGateway.NOW.plus(Duration.ofDays(1)));

        HttpResponse<String> answer = post("standard", body, signed(ahead, RunningGateway.NOW, body));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header("ce_eventtime")).isEqualTo(Long.toString(RunningGateway.NOW.getEpochSecond() * 1000 + 999));
    }

    @Test
    void anIdThatIsNoUuidIsRefusedAndKept() {
        byte[] body = body(18);

        HttpResponse<String> answer =
                post("standard", body, signed("msg_p5jXN8AQM9LWM0D4loKWxJek", RunningGateway.NOW, body));

        assertRefusedAndKept(answer, "INVALID_FIELD", "webhook-id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1,AAAA %s", "%s v1,AAAA", "v1a,xyz v2,AAAA %s", "v1, %s", "  %s "})
    void givenSeveralSignaturesWhenOneIsRightThenItIsTaken(String signatures) {
        byte[] body = body(19);
        String[] headers = signed(id, RunningGateway.NOW, body);
        set(headers, "webhook-signature", signatures.formatted(headers[5]));

        HttpResponse<String> answer = post("standard", body, headers);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v1", "v1,", "v1,AAAA", "v1a,%s", "v2,%s", "%s", "V1,%s", "v1,%s,v1,%s"})
    void givenNoSignatureOfAVersionWeKnowIsRightThenItIsRefused(String signatures) {
        byte[] body = body(20);
        String[] headers = signed(id, RunningGateway.NOW, body);
        String base64 = headers[5].substring("v1,".length());
        set(headers, "webhook-signature", signatures.replace("%s", base64));

        assertBadSignature(post("standard", body, headers));
    }

    @ParameterizedTest
    @ValueSource(strings = {"webhook-id", "webhook-timestamp", "webhook-signature"})
    void givenOneOfTheThreeHeadersIsMissingThenItIsRefused(String missing) {
        byte[] body = body(21);
        List<String> headers = new ArrayList<>(List.of(signed(id, RunningGateway.NOW, body)));
        int at = headers.indexOf(missing);
        headers.subList(at, at + 2).clear();

        assertBadSignature(post("standard", body, headers.toArray(String[]::new)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1e9", "99999999999999999999", "1795341600.5", "2026-11-22T10:00:00Z"})
    void aTimestampThatIsNoUnixSecondIsRefused(String timestamp) {
        byte[] body = body(22);
        String[] headers = signed(id, RunningGateway.NOW, body);
        set(headers, "webhook-timestamp", timestamp);
        set(headers, "webhook-signature", SIGNER.standard(id, timestamp, body));

        assertBadSignature(post("standard", body, headers));
    }

    @Test
    void eachOfATenantsSecretsIsGood() {
        byte[] body = body(23);

        HttpResponse<String> answer =
                post("standard", body, new TestSigner("old-secret").headers(id, RunningGateway.NOW, body));

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void aSecretAsStandardWebhooksWriteItIsAKeyInBase64() {
        byte[] body = body(24);

        HttpResponse<String> answer = post("whsec", body, new TestSigner(KEY).headers(id, RunningGateway.NOW, body));

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void givenOnlyTheBodyIsSignedWhenTheTenantWantsMoreThenItIsToldWhatAndWhatItsOperatorCanDo() {
        byte[] body = body(25);

        HttpResponse<String> answer = post("standard", body, "X-Signature", SIGNER.legacy(body));

        assertBadSignature(answer);
        assertThat(json(answer).get("detail").textValue())
                .contains("webhook-id", "webhook-timestamp", "webhook-signature", "signatures: either");
    }

    @Test
    void givenTheTenantTakesOnlyXSignatureWhenAnotherIsSentThenItIsRefused() {
        byte[] body = body(26);

        assertBadSignature(post("legacy", body, signed(id, RunningGateway.NOW, body)));
    }

    @ParameterizedTest
    @CsvSource({"true, true, 200", "true, false, 401", "false, true, 401", "false, false, 401"})
    void givenBothSignaturesWhenEitherWouldDoThenBothMustBeRight(
            boolean rightStandard, boolean rightLegacy, int status) {
        byte[] body = body(27);
        String[] headers = signed(id, RunningGateway.NOW, body, "X-Signature", SIGNER.legacy(body));
        if (!rightStandard) {
            set(headers, "webhook-signature", "v1,AAAA");
        }
        if (!rightLegacy) {
            set(headers, "X-Signature", "00");
        }

        HttpResponse<String> answer = post("either", body, headers);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    }

    @Test
    void givenBothSignaturesWhenTheyAreRightThenTheIdsTimeCounts() {
        byte[] body = body(28);

        post("either", body, signed(id, RunningGateway.NOW, body, "X-Signature", SIGNER.legacy(body)));

        assertThat(header("ce_eventtime")).isEqualTo(Long.toString(CAPTURED_AT.toEpochMilli()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"legacy", "either"})
    void givenAnOldBodyWhenItIsReplayedAsOfNowThenItDoesNotReplaceItsCorrection(String tenant) {
        long modified = SampleEvents.TIME;
        byte[] merit = grade(65, modified, tenant);
        byte[] corrected = grade(35, modified + 3, tenant);
        legacy(tenant, merit, modified * 1000 + 250);
        legacy(tenant, corrected, (modified + 3) * 1000 + 250);
        String correctedTime = header("ce_eventtime");

        HttpResponse<String> replay = legacy(tenant, merit, RunningGateway.NOW.toEpochMilli());

        assertThat(replay.statusCode()).isEqualTo(200);
        assertThat(correctedTime).isEqualTo(Long.toString((modified + 3) * 1000 + 250));
        assertThat(Long.parseLong(header("ce_eventtime"))).isLessThan(Long.parseLong(correctedTime));
    }

    @Test
    void givenAnOldBodyWhenItIsReplayedWithinTheSecondOfItsCorrectionThenItCountsAsTheFirstTime() {
        long modified = SampleEvents.TIME + 100;
        byte[] merit = grade(65, modified, "same second");
        legacy("legacy", merit, modified * 1000 + 100);
        legacy("legacy", grade(35, modified, "same second"), modified * 1000 + 500);

        legacy("legacy", merit, RunningGateway.NOW.toEpochMilli());

        assertThat(header("ce_eventtime")).isEqualTo(Long.toString(modified * 1000 + 100));
    }

    @Test
    void givenAnOldBodyThatTheGatewayDoesNotRememberWhenItClaimsNowThenItCountsUpToTheEndOfItsSecond() {
        byte[] body = grade(65, SampleEvents.TIME, "never seen");

        legacy("legacy", body, RunningGateway.NOW.toEpochMilli());

        assertThat(header("ce_eventtime")).isEqualTo(Long.toString(SampleEvents.TIME * 1000 + 999));
    }

    @Test
    void givenAnOldBodyThatCameWithoutATimeWhenAReplayAddsOneThenItStillHasNone() {
        byte[] merit = grade(65, SampleEvents.TIME, "without times");
        post("legacy", merit, "X-Signature", SIGNER.legacy(merit));

        legacy("legacy", merit, SampleEvents.TIME * 1000);

        assertThat(header("ce_eventtime")).isNull();
    }

    @Test
    void givenAGradeThatWasTakenBackWhenAnHonestPluginSendsItThenItKeepsItsTime() {
        byte[] takenBack = grade(null, 0, "honest");

        legacy("legacy", takenBack, CAPTURED_AT.toEpochMilli());

        assertThat(header("ce_eventtime")).isEqualTo(Long.toString(CAPTURED_AT.toEpochMilli()));
    }

    @Test
    void givenAGradeThatWasTakenBackWhenItsBodyIsReplayedAsOfNowThenItCountsAsTheFirstTime() {
        byte[] takenBack = grade(null, 0, "replayed");
        legacy("legacy", takenBack, CAPTURED_AT.toEpochMilli());

        legacy("legacy", takenBack, RunningGateway.NOW.toEpochMilli());

        assertThat(header("ce_eventtime")).isEqualTo(Long.toString(CAPTURED_AT.toEpochMilli()));
    }

    @Test
    void givenABodyThatCannotBeUsedWhenOnlyItIsSignedThenItsLetterHasNoTimeThatNobodyProved() {
        byte[] body = SampleEvents.gradeUpdated(grade -> grade.put("itemid", "seven"));

        HttpResponse<String> answer = legacy("legacy", body, RunningGateway.NOW.toEpochMilli());

        assertRefusedAndKept(answer, "INVALID_FIELD", "itemid");
        assertThat(header("ce_eventtime")).isNull();
    }

    @Test
    void givenATenantWithoutSecretsWhenItSendsATimeThenItIsBelievedAsBefore() {
        String now = Long.toString(RunningGateway.NOW.toEpochMilli());

        post("unsigned", grade(65, SampleEvents.TIME, "unsigned"), "X-Event-Time", now);

        assertThat(header("ce_eventtime")).isEqualTo(now);
    }

    @Test
    void everyEventHasItsTenantsEpochAndItsBodysDigest() throws Exception {
        byte[] body = body(29);

        post("whsec", body, new TestSigner(KEY).headers(id, RunningGateway.NOW, body));

        assertThat(header("ce_epoch")).isEqualTo("2");
        assertThat(header("ce_bodysha256")).isEqualTo(sha256(body));
    }

    @Test
    void everyLetterHasItsTenantsEpochAndItsBodysDigest() throws Exception {
        byte[] body = "{".getBytes(UTF_8);

        HttpResponse<String> answer = post("whsec", body, new TestSigner(KEY).headers(id, RunningGateway.NOW, body));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(header("ce_epoch")).isEqualTo("2");
        assertThat(header("ce_bodysha256")).isEqualTo(sha256(body));
    }

    private static String sha256(byte[] body) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    }

    /** Different for each number. */
    private static byte[] body(int number) {
        return grade(number, SampleEvents.TIME, "body");
    }

    private static byte[] grade(Integer finalGrade, long timeModified, String feedback) {
        return SampleEvents.gradeUpdated(grade -> grade.put("finalgrade", finalGrade)
                .put("timemodified", timeModified)
                .put("feedback", feedback));
    }

    private static String[] signed(String id, Instant sentAt, byte[] body, String... more) {
        List<String> headers = new ArrayList<>(List.of(SIGNER.headers(id, sentAt, body)));
        headers.addAll(List.of(more));
        return headers.toArray(String[]::new);
    }

    private static void set(String[] headers, String name, String value) {
        headers[List.of(headers).indexOf(name) + 1] = value;
    }

    private static HttpResponse<String> legacy(String tenant, byte[] body, long eventTimeMillis) {
        return post(
                tenant,
                body,
                "X-Signature",
                SIGNER.legacy(body),
                "X-Event-Id",
                uuid7(Instant.ofEpochMilli(eventTimeMillis)),
                "X-Event-Time",
                Long.toString(eventTimeMillis));
    }

    private static HttpResponse<String> post(String tenant, byte[] body, String... headers) {
        return GATEWAY.post("grade_updated", body, sender(tenant, headers));
    }

    private static String[] sender(String tenant, String... more) {
        List<String> headers = new ArrayList<>(
                List.of("Content-Type", "application/json", "X-Moodle-Token", TOKEN, "X-Tenant-ID", tenant));
        headers.addAll(List.of(more));
        return headers.toArray(String[]::new);
    }

    private static String uuid7(Instant time) {
        UUID random = UUID.randomUUID();
        return new UUID(
                        time.toEpochMilli() << 16 | 0x7000 | (random.getMostSignificantBits() & 0xfff),
                        random.getLeastSignificantBits())
                .toString();
    }

    private static void assertBadSignature(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(401);
        assertThat(json(answer).get("code").textValue()).isEqualTo("BAD_SIGNATURE");
        assertThat(GATEWAY.broker.records).isEmpty();
    }

    private static void assertRefusedAndKept(HttpResponse<String> answer, String code, String field) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        assertThat(json(answer).get("code").textValue()).isEqualTo(code);
        assertThat(json(answer).findValuesAsText("field")).containsExactly(field);
        assertThat(last().topic()).isEqualTo("moodle.dead-letter");
        assertThat(header("dlt.code")).isEqualTo(code);
    }

    private static ProducerRecord<byte[], byte[]> last() {
        return GATEWAY.broker.records.get(GATEWAY.broker.records.size() - 1);
    }

    /** Of the record that was published last; null when absent. */
    private static String header(String name) {
        return RecordText.header(last().headers(), name);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return new ObjectMapper().readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + answer.body(), e);
        }
    }
}
