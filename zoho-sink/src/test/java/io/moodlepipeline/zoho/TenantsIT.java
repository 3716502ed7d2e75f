package io.moodlepipeline.zoho;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.moodlepipeline.runtime.service.Health.Status;
import io.moodlepipeline.runtime.service.RunningService;
import io.moodlepipeline.testkit.KafkaBackend;
import io.moodlepipeline.testkit.PostgresBackend;
import io.moodlepipeline.zohosimulator.options.Credentials;
import io.moodlepipeline.zohosimulator.options.OrgOptions;
import io.moodlepipeline.zohosimulator.options.SimulatorOptions;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** Several schools, each with a Zoho of its own. */
class TenantsIT extends OnSimulator {
    private static final OrgOptions OWN = OrgOptions.defaults();
    private static final OrgOptions OTHER = OrgOptions.defaults()
            .withId("700000002")
            .withCredentials(new Credentials("other-client", "other-secret", "other-refresh-token"));

    TenantsIT(KafkaBackend kafka, PostgresBackend postgres) throws InterruptedException, ExecutionException {
        super(kafka, postgres);
    }

    @Test
    void oneTenantWithRefusedCredentialsIsNamedAndTheOtherIsUnharmed() {
        simulate(SimulatorOptions.defaults().withOrgs(OWN, OTHER));
        OrgOptions wrong =
                OTHER.withCredentials(new Credentials("other-client", "not-the-secret-4711", "other-refresh-token"));
        RunningService sink = startSink(Map.of(school.tenant(), OWN, "broken", wrong), Map.of());
        school.user(7, user -> {});
        settle();

        await().atMost(PATIENCE).until(() -> student(7).isPresent());
        await().atMost(PATIENCE).until(() -> sink.health().detail().contains("broken FAILED"));
        assertThat(sink.health().status()).isEqualTo(Status.DEGRADED);
        assertThat(sink.health().detail()).contains("client secret").doesNotContain("4711");
    }

    @Test
    void aTenantWithoutTheScopesStopsAndTheOtherGoesOn() {
        simulate(SimulatorOptions.defaults().withOrgs(OWN, OTHER.withScopes(Set.of("ZohoCRM.org.READ"))));
        RunningService sink = startSink(Map.of(school.tenant(), OWN, "narrow", OTHER), Map.of());
        school.user(7, user -> {});
        settle();

        await().atMost(PATIENCE).until(() -> student(7).isPresent());
        await().atMost(PATIENCE).until(() -> sink.health().detail().contains("narrow FAILED"));
    }

    @Test
    void twoTenantsOnOneOrganisationAreRefusedUnlessTheKeysTellThemApart() {
        simulate(SimulatorOptions.defaults());
        RunningService sink = startSink();
        await().atMost(PATIENCE).until(() -> sink.health().status() == Status.READY);

        RunningService second = startSink(Map.of("intruder", OWN), Map.of());

        await().atMost(PATIENCE).until(() -> second.health().status() == Status.FAILED);
        assertThat(second.health().detail()).contains(school.tenant(), "{tenant}");
    }

    @Test
    void aTenantWhoseOrganisationChangedStopsUntilItsLedgerIsReset() {
        simulate(SimulatorOptions.defaults().withOrgs(OWN, OTHER));
        RunningService first = startSink();
        await().atMost(PATIENCE).until(() -> first.health().status() == Status.READY);
        stop(first);

        RunningService second = startSink(Map.of(school.tenant(), OTHER), Map.of());

        await().atMost(PATIENCE).until(() -> second.health().status() == Status.FAILED);
        assertThat(second.health().detail()).contains(OWN.id(), OTHER.id(), "reset-ledger");
    }

    @Test
    void aTokenThatIsTakenBackStopsTheTenantWithoutAStormOfRefreshes() {
        simulate(SimulatorOptions.defaults());
        RunningService sink = startSink();
        school.user(7, user -> {});
        settle();
        await().atMost(PATIENCE).until(() -> student(7).isPresent());

        zoho.revoke(OWN.credentials().refreshToken());
        school.user(8, user -> {});
        school.flush();

        await().atMost(PATIENCE).until(() -> sink.health().status() == Status.FAILED);
        assertThat(sink.health().detail()).contains("refresh token");
        assertThat(zoho.stats().tokensRefused()).isLessThanOrEqualTo(2);
    }
}
