package io.moodlepipeline.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.gateway.tenants.Authentication;
import io.moodlepipeline.gateway.tenants.Tenant;
import io.moodlepipeline.gateway.tenants.TenantLimits;
import io.moodlepipeline.testkit.SampleEvents;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One school's unusable events may not fill the dead letters, and are not lost either. */
class RefusalQuotaTest {
    private static final byte[] UNUSABLE = "{\"userid\":0}".getBytes(UTF_8);

    /** What is kept beside a body counts too. */
    private static final int TWO = 2 * (1000 + UNUSABLE.length);

    private final RunningGateway gateway =
            new RunningGateway(open("default", TWO), open("other", TWO), open("free", 0));

    private static Tenant open(String name, int refusedBytesPerDay) {
        Authentication anybody = new Authentication(List.of(), List.of(), List.of());
        return new Tenant(name, anybody, new TenantLimits(0, refusedBytesPerDay), 0);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void beyondItTheSenderIsToldToKeepTheEventWhileGoodOnesAndOtherTenantsPass() {
        assertThat(send("default", UNUSABLE).statusCode()).isEqualTo(422);
        assertThat(send("default", UNUSABLE).statusCode()).isEqualTo(422);

        HttpResponse<String> beyond = send("default", UNUSABLE);

        assertThat(beyond.statusCode()).isEqualTo(429);
        assertThat(beyond.body())
                .contains("REFUSAL_QUOTA", "\"retryable\":true")
                .doesNotContain("event_id");
        assertThat(beyond.headers().firstValue("Retry-After")).hasValue("3600");
        assertThat(gateway.broker.records).hasSize(2);
        assertThat(send("default", SampleEvents.userCreated()).statusCode()).isEqualTo(200);
        assertThat(send("other", UNUSABLE).statusCode()).isEqualTo(422);
    }

    @Test
    void whatWasNotAcknowledgedDoesNotCount() {
        gateway.broker.mood = FakeBroker.Mood.FAILING;
        for (int i = 0; i < 5; i++) {
            assertThat(send("default", UNUSABLE).statusCode()).isEqualTo(503);
        }
        gateway.broker.mood = FakeBroker.Mood.ACKNOWLEDGING;

        assertThat(send("default", UNUSABLE).statusCode()).isEqualTo(422);
    }

    @Test
    void bodiesOfNothingAreNotFree() {
        assertThat(send("default", new byte[0]).statusCode()).isEqualTo(400);
        assertThat(send("default", new byte[0]).statusCode()).isEqualTo(400);

        assertThat(send("default", new byte[0]).statusCode()).isEqualTo(429);
    }

    @Test
    void zeroIsNoLimit() {
        for (int i = 0; i < 5; i++) {
            assertThat(send("free", UNUSABLE).statusCode()).isEqualTo(422);
        }
    }

    private HttpResponse<String> send(String tenant, byte[] body) {
        return gateway.post("user_created", body, "Content-Type", "application/json", "X-Tenant-ID", tenant);
    }
}
