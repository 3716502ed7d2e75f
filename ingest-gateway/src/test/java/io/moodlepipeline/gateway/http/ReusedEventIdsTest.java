package io.moodlepipeline.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.gateway.tenants.Authentication;
import io.moodlepipeline.gateway.tenants.Tenant;
import io.moodlepipeline.gateway.tenants.TokenDigest;
import io.moodlepipeline.testkit.SampleEvents;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gateway does with an event id that it has seen before. */
class ReusedEventIdsTest {
    private static final String TOKEN = "test-token";
    private static final RunningGateway GATEWAY = new RunningGateway(tenant("default"), tenant("other"));

    private final String id = UUID.randomUUID().toString();

    private static Tenant tenant(String name) {
        return new Tenant(name, new Authentication(List.of(TokenDigest.of(TOKEN)), List.of(), List.of()), 0);
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

    @ParameterizedTest
    @ValueSource(strings = {"X-Event-Id", "webhook-id"})
    void givenAnIdWhenItComesAgainWithOtherContentThenItIsRefusedAndKept(String header) {
        post("default", grade(65), header, id);
        GATEWAY.broker.records.clear();

        HttpResponse<String> answer = post("default", grade(70), header, id);

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
                .contains("\"code\":\"EVENT_ID_REUSED\"", "\"field\":\"" + header + "\"")
                .doesNotContain(":70");
        assertThat(GATEWAY.broker.records).extracting(record -> record.topic()).containsExactly("moodle.dead-letter");
        assertThat(GATEWAY.broker.records.get(0).value()).isEqualTo(grade(70));
    }

    @Test
    void givenAnIdInOneHeaderWhenItComesAgainInTheOtherWithOtherContentThenItIsRefused() {
        post("default", grade(65), "webhook-id", id);

        HttpResponse<String> answer = post("default", grade(70), "X-Event-Id", id.toUpperCase(Locale.ROOT));

        assertThat(answer.statusCode()).isEqualTo(422);
    }

    @Test
    void givenAnIdWhenItComesAgainWithTheSameContentThenItIsTakenAsTheSameEvent() {
        post("default", grade(65), "X-Event-Id", id);
        GATEWAY.now = RunningGateway.NOW.plus(Duration.ofMinutes(1));

        HttpResponse<String> answer = post("default", grade(65), "X-Event-Id", id);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(GATEWAY.broker.records).hasSize(2);
        assertThat(GATEWAY.broker.records.get(1).headers())
                .isEqualTo(GATEWAY.broker.records.get(0).headers());
    }

    @Test
    void givenAnIdWhenAnotherTenantHasItTooThenBothAreTaken() {
        post("default", grade(65), "X-Event-Id", id);

        HttpResponse<String> answer = post("other", grade(70), "X-Event-Id", id);

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void givenAnIdThatTheBrokersDidNotAcknowledgeWhenItComesWithOtherContentThenItIsTaken() {
        GATEWAY.broker.mood = FakeBroker.Mood.FAILING;
        assertThat(post("default", grade(65), "X-Event-Id", id).statusCode()).isEqualTo(503);
        GATEWAY.broker.mood = FakeBroker.Mood.ACKNOWLEDGING;

        HttpResponse<String> answer = post("default", grade(70), "X-Event-Id", id);

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void givenAnIdOfAnEventThatIsOnItsWayWhenOtherContentComesThenItIsRefused() {
        GATEWAY.broker.mood = FakeBroker.Mood.SILENT;
        assertThat(post("default", grade(65), "X-Event-Id", id).statusCode()).isEqualTo(503);
        GATEWAY.broker.mood = FakeBroker.Mood.ACKNOWLEDGING;

        HttpResponse<String> answer = post("default", grade(70), "X-Event-Id", id);

        assertThat(answer.statusCode()).isEqualTo(422);
    }

    @Test
    void givenARefusedEventWhenItIsCorrectedUnderItsIdThenItIsTaken() {
        assertThat(post("default", SampleEvents.gradeUpdated(grade -> grade.remove("itemid")), "X-Event-Id", id)
                        .statusCode())
                .isEqualTo(422);

        HttpResponse<String> answer = post("default", grade(70), "X-Event-Id", id);

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void givenTwoIdsInOneRequestWhenTheyDifferThenItIsRefused() {
        HttpResponse<String> answer = post(
                "default",
                grade(65),
                "X-Event-Id",
                id,
                "webhook-id",
                UUID.randomUUID().toString());

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("\"field\":\"X-Event-Id\"");
    }

    private static byte[] grade(int points) {
        return SampleEvents.gradeUpdated(grade -> grade.put("finalgrade", points));
    }

    private static HttpResponse<String> post(String tenant, byte[] body, String... ids) {
        String[] headers = new String[6 + ids.length];
        System.arraycopy(
                new String[] {"Content-Type", "application/json", "X-Moodle-Token", TOKEN, "X-Tenant-ID", tenant},
                0,
                headers,
                0,
                6);
        System.arraycopy(ids, 0, headers, 6, ids.length);
        return GATEWAY.post("grade_updated", body, headers);
    }
}
