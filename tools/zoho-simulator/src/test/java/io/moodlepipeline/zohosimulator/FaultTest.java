package io.moodlepipeline.zohosimulator;

import static io.moodlepipeline.zohosimulator.Rows.KEY;
import static io.moodlepipeline.zohosimulator.Rows.STUDENTS;
import static io.moodlepipeline.zohosimulator.Rows.student;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.zohosimulator.Client.Answer;
import io.moodlepipeline.zohosimulator.fault.Calls;
import io.moodlepipeline.zohosimulator.fault.Effect;
import io.moodlepipeline.zohosimulator.options.SimulatorOptions;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults on demand: scripted from a test, or over the wire. */
final class FaultTest {
    private ZohoSimulator simulator;
    private Client client;

    @BeforeEach
    void start() {
        simulator = ZohoSimulator.start(SimulatorOptions.defaults());
        client = Client.of(simulator);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    private Answer upsert(String key) {
        return client.upsert(STUDENTS, Client.by(KEY), student(key));
    }

    private void script(Effect effect) {
        simulator.faults().add(Calls.to("/upsert"), effect);
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "500, , INTERNAL_ERROR",
        "429, , TOO_MANY_REQUESTS",
        "403, , NO_PERMISSION",
        "401, INVALID_OAUTHTOKEN, INVALID_OAUTHTOKEN",
        "400, API_NOT_SUPPORTED, API_NOT_SUPPORTED",
        "503, SERVICE_DOWN, SERVICE_DOWN",
    })
    void nextCallIsAnsweredWithAnError(int status, String code, String answered) {
        script(new Effect.Status(status, code, null, false));

        Answer answer = upsert("1");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(answered);
        assertThat(simulator.records(STUDENTS)).isEmpty();
        assertThat(upsert("1").status()).isEqualTo(200);
    }

    @Test
    void missingPermissionsAreNamed() {
        script(Effect.Status.of(403));

        assertThat(upsert("1").body().path("details").path("permissions")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {502, 503, 504})
    void whatComesFromAProxyIsNoJson(int status) {
        script(Effect.Status.of(status));

        Answer answer = upsert("1");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.response().body()).startsWith("<!DOCTYPE html>");
    }

    @Test
    void tooManyRequestsMaySayWhenToTryAgain() {
        script(new Effect.Status(429, null, 3, false));

        assertThat(upsert("1").header("Retry-After")).isEqualTo("3");
    }

    @Test
    void serverErrorMayHideThatAllWasDone() {
        script(new Effect.Status(500, null, null, true));

        assertThat(upsert("1").status()).isEqualTo(500);
        assertThat(simulator.records(STUDENTS)).hasSize(1);
        assertThat(upsert("1").row(0).path("action").asText()).isEqualTo("update");
    }

    @ParameterizedTest(name = "committed: {0}")
    @ValueSource(booleans = {false, true})
    void connectionBreaksWithoutAnAnswer(boolean committed) {
        script(new Effect.Reset(committed));

        assertThatThrownBy(() -> upsert("1")).isInstanceOf(UncheckedIOException.class);

        assertThat(simulator.records(STUDENTS)).hasSize(committed ? 1 : 0);
        assertThat(simulator.stats().broken()).isEqualTo(1);
        assertThat(upsert("1").status()).isEqualTo(200);
    }

    @ParameterizedTest(name = "committed: {0}")
    @ValueSource(booleans = {false, true})
    void slowCallTakesItsTime(boolean committed) {
        script(new Effect.Delay(300, committed));
        long begin = System.nanoTime();

        Answer answer = upsert("1");

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void truncatedAnswerIsNoJsonThoughAllWasDone() {
        script(new Effect.Garbage(true));

        Answer answer = upsert("1");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.response().body()).startsWith("{\"data\"");
        assertThat(answer.body().isObject()).isFalse();
        assertThat(simulator.records(STUDENTS)).hasSize(1);
    }

    @Test
    void pageInsteadOfAnAnswerComesWith200AndNothingIsDone() {
        script(new Effect.Garbage(false));

        Answer answer = upsert("1");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.response().body()).startsWith("<!DOCTYPE html>");
        assertThat(simulator.records(STUDENTS)).isEmpty();
    }

    @Test
    void expiredTokenStaysExpired() {
        script(new Effect.ExpiredToken(null));

        assertThat(upsert("1").code()).isEqualTo("INVALID_TOKEN");
        assertThat(upsert("1").code()).isEqualTo("INVALID_TOKEN");
        client = Client.of(simulator);
        assertThat(upsert("1").status()).isEqualTo(200);
    }

    @Test
    void expiredTokenMayHaveItsOtherName() {
        script(new Effect.ExpiredToken("INVALID_OAUTHTOKEN"));

        assertThat(upsert("1").code()).isEqualTo("INVALID_OAUTHTOKEN");
    }

    @Test
    void scopeMayBeMissing() {
        script(new Effect.ScopeMismatch());

        Answer answer = upsert("1");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("OAUTH_SCOPE_MISMATCH");
    }

    @Test
    void tokenEndpointIsHitByItsPath() {
        simulator.faults().add(Calls.to("/oauth/"), Effect.Status.of(500));

        assertThat(client.token(simulator.options().credentials()).status()).isEqualTo(500);
        assertThat(client.token(simulator.options().credentials()).status()).isEqualTo(200);
    }

    @Test
    void someCallsPassAndSomeAreHit() {
        simulator.faults().add(Calls.to("/upsert").skipping(1).times(2), Effect.Status.of(500));

        assertThat(upsert("1").status()).isEqualTo(200);
        assertThat(client.get("/crm/v8/org").status()).isEqualTo(200);
        assertThat(upsert("2").status()).isEqualTo(500);
        assertThat(upsert("2").status()).isEqualTo(500);
        assertThat(upsert("2").status()).isEqualTo(200);
    }

    @Test
    void allCallsAreHitUntilTheFaultsAreCleared() {
        simulator.faults().add(new Calls("POST", null, 0, Calls.ALWAYS), Effect.Status.of(500));

        assertThat(upsert("1").status()).isEqualTo(500);
        assertThat(client.get("/crm/v8/org").status()).isEqualTo(200);
        assertThat(upsert("1").status()).isEqualTo(500);
        simulator.faults().clear();
        assertThat(upsert("1").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DEPENDENT_FIELD_MISSING",
                "DEPENDENT_MISMATCH",
                "EXPECTED_FIELD_MISSING",
                "LIMIT_EXCEEDED",
                "RECORD_LOCKED",
                "NOT_APPROVED",
                "RECORD_IN_BLUEPRINT",
                "DEPENDENT_SERVICE_ERROR",
                "AUTHORIZATION_FAILED",
                "MANDATORY_NOT_FOUND",
                "DUPLICATE_DATA"
            })
    void rowsOfOneRecordAreRefusedOnce(String code) {
        ObjectNode details = Client.object();
        details.putObject("dependee").put("api_name", "Country");
        script(new Effect.RefusedRow(STUDENTS, KEY, "2", code, "City", details));

        Answer answer = client.upsert(STUDENTS, Client.by(KEY), student("1"), student("2"), student("3"));

        assertThat(answer.status()).isEqualTo(207);
        assertThat(answer.row(1).path("code").asText()).isEqualTo(code);
        assertThat(answer.details(1).path("api_name").asText()).isEqualTo("City");
        assertThat(answer.details(1).path("json_path").asText()).isEqualTo("$.data[1].City");
        assertThat(answer.details(1).path("dependee").path("api_name").asText()).isEqualTo("Country");
        assertThat(simulator.records(STUDENTS)).hasSize(2);
        assertThat(upsert("2").status()).isEqualTo(200);
    }

    @Test
    void rowsAreRefusedForAsLongAsTheFaultStands() {
        simulator
                .faults()
                .add(Calls.to(null).always(), new Effect.RefusedRow(null, null, null, "RECORD_LOCKED", null, null));

        for (int i = 0; i < 3; i++) {
            Answer answer = client.upsert(STUDENTS, Client.by(KEY), student("1"), student("2"));
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.row(1).path("code").asText()).isEqualTo("RECORD_LOCKED");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'calls':{'path':'/upsert'},'effect':{'type':'status','status':500}}",
                "{'calls':{'path':'/upsert','method':'post','times':1},'effect':{'type':'status','status':503,'retryAfter':4}}",
                "{'effect':{'type':'expired-token'}}",
                "{'effect':{'type':'scope-mismatch'}}",
                "{'effect':{'type':'refused-row','module':'BTEC_Students','code':'RECORD_LOCKED'}}",
            })
    void faultsAreScriptedOverTheWire(String fault) {
        Answer added = client.call("POST", "/simulator/faults", fault.replace('\'', '"'));

        assertThat(added.status()).isEqualTo(200);
        assertThat(client.get("/simulator/faults").body()).hasSize(1);
        assertThat(upsert("1").status()).isNotEqualTo(200);
        assertThat(client.get("/simulator/faults").body()).isEmpty();
    }

    @Test
    void faultsAreClearedOverTheWire() {
        script(Effect.Status.of(500));

        assertThat(client.delete("/simulator/faults").status()).isEqualTo(204);

        assertThat(upsert("1").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'effect':{'type':'nothing'}}",
                "{'effect':{'type':'status','statsu':500}}",
                "{'calls':{'times':0},'effect':{'type':'scope-mismatch'}}",
                "no JSON"
            })
    void whatIsNoFaultIsRefused(String fault) {
        assertThat(client.call("POST", "/simulator/faults", fault.replace('\'', '"'))
                        .status())
                .isEqualTo(400);
        assertThat(simulator.faults().list()).isEmpty();
    }
}
