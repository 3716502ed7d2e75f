package io.moodlepipeline.zoho.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.runtime.service.Health;
import io.moodlepipeline.runtime.service.Health.Status;
import io.moodlepipeline.runtime.service.HealthState;
import java.util.List;
import org.junit.jupiter.api.Test;

class TenantsHealthTest {
    private final HealthState service = new HealthState("zoho-sink");
    private final TenantsHealth tenants = new TenantsHealth(service, List.of("north", "south"));
    private final HealthState north = tenants.of("north");
    private final HealthState south = tenants.of("south");

    @Test
    void theServiceIsReadyWhenAllTenantsAre() {
        north.set(Health.inGoodOrder());
        south.set(Health.inGoodOrder());

        assertThat(service.get()).isEqualTo(Health.inGoodOrder());
    }

    @Test
    void aTenantThatFailedIsNamedAndTheOthersGoOn() {
        north.set(Health.failed("invalid_client"));
        south.set(Health.inGoodOrder());

        assertThat(service.get()).isEqualTo(Health.degraded("tenant north FAILED: invalid_client"));
        assertThat(service.get().ready()).isTrue();
    }

    @Test
    void aTenantThatStillWaitsDoesNotHoldTheOthersBack() {
        south.set(Health.inGoodOrder());

        assertThat(service.get().status()).isEqualTo(Status.DEGRADED);
        assertThat(service.get().detail()).isEqualTo("tenant north WAITING: starting");
    }

    @Test
    void aFloodOfOneTenantNeedsAPerson() {
        north.set(Health.halted("50 dead in a row"));
        south.set(Health.inGoodOrder());

        assertThat(service.get().status()).isEqualTo(Status.HALTED);
    }

    @Test
    void theServiceHasFailedWhenAllTenantsHave() {
        north.set(Health.failed("invalid_client"));
        south.set(Health.failed("invalid_code"));

        assertThat(service.get().live()).isFalse();
        assertThat(service.get().detail()).contains("invalid_client", "invalid_code");
    }
}
