package io.moodlepipeline.gateway.tenants;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningSecretTest {

    @Test
    void theExampleThatStandardWebhooksPublishIsSignedAsThere() {
        SigningSecret secret =
                SigningSecret.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").orElseThrow();

        String signature = secret.ofIdTimeAndBody(
                "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", "{\"test\": 2432232314}".getBytes(UTF_8));

        assertThat(signature).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    /** The second test case of RFC 4231 for HMAC-SHA256. */
    @Test
    void aSecretWithoutThePrefixIsTheKeyAsItStands() {
        SigningSecret secret = SigningSecret.of("Jefe").orElseThrow();

        byte[] signature = secret.ofBody("what do ya want for nothing?".getBytes(UTF_8));

        assertThat(HexFormat.of().formatHex(signature))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    @Test
    void aSecretWithThePrefixSignsABodyAloneAsItStandsAsBefore() throws Exception {
        String text = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(text.getBytes(UTF_8), "HmacSHA256"));
        byte[] expected = mac.doFinal("{}".getBytes(UTF_8));

        byte[] signature = SigningSecret.of(text).orElseThrow().ofBody("{}".getBytes(UTF_8));

        assertThat(signature).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "whsec_", "whsec_not base64!", "whsec_*"})
    void whatHoldsNoKeyIsNoSecret(String text) {
        assertThat(SigningSecret.of(text)).isEmpty();
    }

    @Test
    void itIsNeverPrinted() {
        assertThat(SigningSecret.of("marked-secret").orElseThrow()).hasToString("***");
    }
}
