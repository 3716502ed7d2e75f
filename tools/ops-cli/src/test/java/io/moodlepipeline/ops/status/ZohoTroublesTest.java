package io.moodlepipeline.ops.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.ops.deployment.Deployments;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZohoTroublesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tenant t FAILED: Zoho refuses the refresh token | ops-cli.jar doctor --tenant t",
                "tenant t FAILED: the ledger belongs to another, order zoho reset-ledger | zoho reset-ledger --tenant t --execute",
                "tenant t DEGRADED: credits: 9 of 10 used | nothing: it goes on by itself",
                "tenant t HALTED: 20 refused in a row | dlt list --consumer zoho-sink.t",
                "tenant t DEGRADED: no reply; tenant u FAILED: no token | doctor --tenant t",
                "tenant t FAILED: no token; tenant u FAILED: order zoho reset-ledger | doctor --tenant t",
                "tenant t DEGRADED: no reply; tenant u DEGRADED: credits: 9 of 10 used | doctor --tenant t",
                "something else | ops-cli.jar doctor"
            })
    void eachTroubleHasItsRemedy(String detail, String remedy) {
        assertThat(new ZohoTroubles(Deployments.any()).remedy(detail)).contains(remedy);
    }
}
