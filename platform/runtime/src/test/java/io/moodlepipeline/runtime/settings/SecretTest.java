package io.moodlepipeline.runtime.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecretTest {
    private record Config(String user, Secret password) {}

    @Test
    void aSecretPrintsAsStarsWhereverItIsHeld() {
        Secret secret = new Secret("marked-4711");

        assertThat(secret).hasToString("***");
        assertThat(new Config("pipeline", secret).toString()).doesNotContain("marked-4711");
        assertThat(String.format("%s", secret)).isEqualTo("***");
        assertThat(secret.reveal()).isEqualTo("marked-4711");
    }
}
