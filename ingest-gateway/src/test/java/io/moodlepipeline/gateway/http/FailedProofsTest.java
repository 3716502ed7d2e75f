package io.moodlepipeline.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.gateway.tenants.Addresses;
import io.moodlepipeline.gateway.tenants.Authentication;
import io.moodlepipeline.gateway.tenants.SignaturePolicy;
import io.moodlepipeline.gateway.tenants.SigningSecret;
import io.moodlepipeline.gateway.tenants.Tenant;
import io.moodlepipeline.gateway.tenants.TokenDigest;
import io.moodlepipeline.testkit.SampleEvents;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a wrong token, signature or address leaves behind: a line for the operator, and an end to guessing. */
class FailedProofsTest {
    private static final Tenant SCHOOL = new Tenant("school", proof(List.of(), List.of()), 0);
    private final PrintStream console = System.out;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final RunningGateway gateway = new RunningGateway(
            SCHOOL,
            new Tenant(
                    "signed", proof(List.of(SigningSecret.of("signing-secret").orElseThrow()), List.of()), 0),
            new Tenant("fenced", proof(List.of(), List.of("192.0.2.0/24")), 0));

    @BeforeEach
    void listen() {
        System.setOut(new PrintStream(log, true, UTF_8));
    }

    @AfterEach
    void stop() {
        System.setOut(console);
        gateway.close();
    }

    private List<String> lines() {
        return log.toString(UTF_8)
                .lines()
                .filter(line -> line.contains("RefusalLog"))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "school, marked-token, 401, UNAUTHENTICATED, school",
        "no-such-school, marked-token, 401, UNAUTHENTICATED, no-such-school",
        "'Marked Name', marked-token, 401, UNAUTHENTICATED, invalid",
        "signed, right-token, 401, BAD_SIGNATURE, signed",
        "fenced, right-token, 403, ADDRESS_NOT_ALLOWED, fenced"
    })
    void itIsLoggedWithTenantAndAddressAndNoSecret(
            String tenant, String token, int status, String code, String logged) {
        HttpResponse<String> answer = post(tenant, token, "203.0.113.9");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(lines())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains(
                                "WARN", "code=\"" + code + "\"", "tenant=\"" + logged + "\"", "client=\"203.0.113.9\"")
                        .doesNotContain("arked"));
    }

    @Test
    void manyAreOneLineThatSaysHowManyWereLeftOut() {
        AtomicLong now = new AtomicLong();
        RefusalLog refusals = new RefusalLog(now::get);
        for (int i = 0; i < 1000; i++) {
            refusals.refused(
                    Refusal.UNAUTHENTICATED, "unknown-" + i, Optional.empty(), Addresses.address("203.0.113.9"));
            refusals.refused(Refusal.UNAUTHENTICATED, "school", Optional.of(SCHOOL), Addresses.address("203.0.113.9"));
        }
        assertThat(lines()).hasSize(2);
        now.addAndGet(10_000_000_000L);

        refusals.refused(Refusal.UNAUTHENTICATED, "school", Optional.of(SCHOOL), Addresses.address("203.0.113.9"));

        assertThat(lines()).hasSize(3).last().asString().contains("left_out=\"999\"");
    }

    @ParameterizedTest
    @CsvSource({"school, wrong", "no-such-school, right-token"})
    void whoGuessesTokensIsToldToWaitWhileTheRightOneFromThereStillPasses(String tenant, String token) {
        for (int i = 0; i < 100; i++) {
            assertThat(post(tenant, token, "203.0.113.9").statusCode()).isEqualTo(401);
        }

        HttpResponse<String> guess = post(tenant, token, "203.0.113.9");

        assertThat(guess.statusCode()).isEqualTo(429);
        assertThat(guess.body()).contains("TOO_MANY_FAILURES", "\"retryable\":true");
        assertThat(guess.headers().firstValue("Retry-After")).hasValue("60");
        assertThat(post("school", "right-token", "203.0.113.9").statusCode()).isEqualTo(200);
        assertThat(post(tenant, token, "203.0.113.10").statusCode()).isEqualTo(401);
    }

    @Test
    void aWrongSecretIsSaidToBeOneHoweverOftenItIsTried() {
        for (int i = 0; i < 101; i++) {
            assertThat(post("signed", "right-token", "203.0.113.9").statusCode())
                    .isEqualTo(401);
        }
    }

    private HttpResponse<String> post(String tenant, String token, String client) {
        return gateway.post(
                "user_created",
                SampleEvents.userCreated(),
                "Content-Type",
                "application/json",
                "X-Tenant-ID",
                tenant,
                "X-Moodle-Token",
                token,
                "X-Forwarded-For",
                client);
    }

    private static Authentication proof(List<SigningSecret> secrets, List<String> addresses) {
        return new Authentication(
                List.of(TokenDigest.of("right-token")),
                secrets,
                SignaturePolicy.STANDARD,
                addresses.stream()
                        .map(Addresses::range)
                        .map(range -> range.orElseThrow())
                        .toList());
    }
}
