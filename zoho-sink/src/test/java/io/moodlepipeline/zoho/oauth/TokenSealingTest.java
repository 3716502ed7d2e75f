package io.moodlepipeline.zoho.oauth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.runtime.settings.Secret;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenSealingTest {
    private static final Instant END = Instant.parse("2026-01-05T10:00:00Z");
    private static final AccessToken TOKEN =
            new AccessToken(new Secret("1000.abc"), URI.create("https://www.zohoapis.eu"), END);

    private final TokenSealing sealing = sealing("north", "secret", "refresh");

    @Test
    void whatWasSealedOpensAgain() {
        AccessToken withoutDomain = new AccessToken(new Secret("1000.abc"), null, END);

        assertThat(sealing("north", "secret", "refresh").open(sealing.seal(TOKEN), END))
                .contains(TOKEN);
        assertThat(sealing.open(sealing.seal(withoutDomain), END)).contains(withoutDomain);
    }

    @ParameterizedTest
    @CsvSource({"south, secret, refresh", "north, other, refresh", "north, secret, other", "north, secretr, efresh"})
    void otherTenantsAndOtherSecretsOpenNothing(String tenant, String clientSecret, String refreshToken) {
        assertThat(sealing(tenant, clientSecret, refreshToken).open(sealing.seal(TOKEN), END))
                .isEmpty();
    }

    @Test
    void everyChangedByteIsNoticed() {
        byte[] sealed = sealing.seal(TOKEN);
        for (int at = 0; at < sealed.length; at++) {
            byte[] changed = sealed.clone();
            changed[at] ^= 1;
            assertThat(sealing.open(changed, END)).as("byte %d", at).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 12, 28, 29})
    void tooShortIsNothing(int length) {
        byte[] nothing = new byte[length];
        if (length > 0) {
            nothing[0] = 1;
        }
        assertThat(sealing.open(nothing, END)).isEmpty();
    }

    @Test
    void sealedTokenShowsNothingAndIsNeverTheSame() {
        byte[] sealed = sealing.seal(TOKEN);

        assertThat(new String(sealed, ISO_8859_1)).doesNotContain("1000").doesNotContain("zoho");
        assertThat(sealing.seal(TOKEN)).isNotEqualTo(sealed);
    }

    /** RFC 5869, appendix A.1: the first 32 of its 42 bytes. */
    @Test
    void keysAreDerivedAsTheStandardSays() {
        HexFormat hex = HexFormat.of();

        byte[] key = Hkdf.key(
                hex.parseHex("0b".repeat(22)),
                hex.parseHex("000102030405060708090a0b0c"),
                hex.parseHex("f0f1f2f3f4f5f6f7f8f9"));

        assertThat(hex.formatHex(key)).isEqualTo("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf");
    }

    private static TokenSealing sealing(String tenant, String clientSecret, String refreshToken) {
        return new TokenSealing(
                tenant,
                new OAuthCredentials("client", new Secret(clientSecret), new Secret(refreshToken)),
                new SecureRandom());
    }
}
