package io.moodlepipeline.ops.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.ops.deployment.Deployments;
import org.junit.jupiter.api.Test;

class DiskFactsTest {
    private final DiskFacts disks = new DiskFacts(Deployments.any());

    @Test
    void fourFifthsFullIsStillGood() {
        Fact fact = disks.space("broker 1", "/data", 1_000, 200);

        assertThat(fact.good()).isTrue();
        assertThat(fact.words()).startsWith("80 % full");
    }

    @Test
    void moreIsAProblem() {
        Fact fact = disks.space("broker 1", "/data", 1_000, 199);

        assertThat(fact.good()).isFalse();
        assertThat(fact.remedy()).contains("df -h /data", "ops-cli.jar topics list");
    }
}
