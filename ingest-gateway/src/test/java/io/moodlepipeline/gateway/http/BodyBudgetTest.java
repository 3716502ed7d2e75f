package io.moodlepipeline.gateway.http;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moodlepipeline.gateway.tenants.Authentication;
import io.moodlepipeline.gateway.tenants.Tenant;
import java.util.List;
import org.junit.jupiter.api.Test;

class BodyBudgetTest {
    private static final long HEAP = 1024L * 1024 * 1024;
    private static final int LARGEST = Gate.MAX_BODY_BYTES;
    private static final Tenant SCHOOL = tenant("school");
    private static final int CONNECTIONS = 2000;
    private static final Tenant OTHER = tenant("other");

    private static Tenant tenant(String name) {
        return new Tenant(name, new Authentication(List.of(), List.of(), List.of()), 0);
    }

    @Test
    void oneOfSeveralTenantsCannotTakeAllTheRoom() {
        BodyBudget budget = new BodyBudget(HEAP, CONNECTIONS, false);
        exhaust(budget, SCHOOL);

        assertThatNoException().isThrownBy(() -> budget.share(OTHER).grow(LARGEST));
    }

    @Test
    void theOnlyTenantMayTakeAllAndNoMore() {
        BodyBudget budget = new BodyBudget(HEAP, CONNECTIONS, true);
        exhaust(budget, SCHOOL);

        assertThatThrownBy(() -> budget.share(OTHER).grow(LARGEST)).isInstanceOf(RefusedException.class);
    }

    @Test
    void theLargestBodyFitsIntoTheSmallestHeap() {
        BodyBudget budget = new BodyBudget(1, CONNECTIONS, false);

        assertThatNoException().isThrownBy(() -> budget.share(SCHOOL).grow(LARGEST));
    }

    @Test
    void oneOfSeveralTenantsCannotTakeAllConnectionsWithBodiesThatDoNotCome() {
        BodyBudget budget = new BodyBudget(HEAP, CONNECTIONS, false);
        BodyBudget.Share first = budget.share(SCHOOL);
        for (int i = 1; i < CONNECTIONS / 2; i++) {
            budget.share(SCHOOL);
        }

        assertThatThrownBy(() -> budget.share(SCHOOL)).isInstanceOf(RefusedException.class);
        assertThatNoException().isThrownBy(() -> budget.share(OTHER));
        first.close();
        assertThatNoException().isThrownBy(() -> budget.share(SCHOOL));
    }

    @Test
    void whatABodyTookIsFreeWhenItIsDealtWith() {
        BodyBudget budget = new BodyBudget(1, CONNECTIONS, true);
        BodyBudget.Share first = budget.share(SCHOOL);
        first.grow(LARGEST);
        first.close();
        first.close();

        assertThatNoException().isThrownBy(() -> budget.share(SCHOOL).grow(LARGEST));
        assertThatThrownBy(() -> budget.share(SCHOOL).grow(1)).isInstanceOf(RefusedException.class);
    }

    @Test
    void aBodyThatStillComesAfterTheAnswerTakesNothing() {
        BodyBudget budget = new BodyBudget(1, CONNECTIONS, true);
        BodyBudget.Share answered = budget.share(SCHOOL);
        answered.close();
        assertThatThrownBy(() -> answered.grow(1)).isInstanceOf(RefusedException.class);

        assertThatNoException().isThrownBy(() -> budget.share(SCHOOL).grow(LARGEST));
    }

    private static void exhaust(BodyBudget budget, Tenant tenant) {
        assertThatThrownBy(() -> {
                    for (long taken = 0; taken < HEAP; taken += LARGEST) {
                        budget.share(tenant).grow(LARGEST);
                    }
                })
                .isInstanceOf(RefusedException.class);
    }
}
