package io.moodlepipeline.zoho.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.runtime.settings.Secret;
import io.moodlepipeline.zoho.http.JsonBody;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts a tenant's token for the ledger, so that who reads the database cannot call Zoho: AES-256-GCM under a key made of the client
 * secret and the refresh token, bound to the tenant. Who has those two can ask for tokens anyway, so no other secret has to be kept.
 * Layout: format byte, nonce, ciphertext with tag.
 */
public final class TokenSealing {
    private static final byte FORMAT = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int OVERHEAD = 1 + NONCE_BYTES + TAG_BITS / 8;
    private static final byte[] SALT = "moodle-pipeline/zoho-sink".getBytes(UTF_8);
    private static final byte[] PURPOSE = "access token at rest, AES-256-GCM".getBytes(UTF_8);
    private static final byte[] SEPARATOR = {0};

    private final SecretKeySpec key;
    private final byte[] tenant;
    private final SecureRandom random;

    public TokenSealing(String tenant, OAuthCredentials credentials, SecureRandom random) {
        this.key = new SecretKeySpec(Hkdf.key(secret(credentials), SALT, PURPOSE), "AES");
        this.tenant = tenant.getBytes(UTF_8);
        this.random = random;
    }

    byte[] seal(AccessToken token) {
        ObjectNode content = JsonBody.object().put("access_token", token.value().reveal());
        if (token.apiDomain() != null) {
            content.put("api_domain", token.apiDomain().toString());
        }
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(JsonBody.write(content));
            return ByteBuffer.allocate(1 + NONCE_BYTES + sealed.length)
                    .put(FORMAT)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK encrypts with AES-256-GCM", e);
        }
    }

    /** The token in it; none when it is of other secrets or another tenant, or there never was one. */
    Optional<AccessToken> open(byte[] sealed, Instant expiresAt) {
        if (sealed.length < OVERHEAD || sealed[0] != FORMAT) {
            return Optional.empty();
        }
        ByteBuffer parts = ByteBuffer.wrap(sealed, 1, sealed.length - 1);
        byte[] nonce = new byte[NONCE_BYTES];
        parts.get(nonce);
        byte[] content = new byte[parts.remaining()];
        parts.get(content);
        try {
            return JsonBody.read(cipher(Cipher.DECRYPT_MODE, nonce).doFinal(content))
                    .map(json -> token(json, expiresAt));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK decrypts with AES-256-GCM", e);
        }
    }

    private static AccessToken token(ObjectNode content, Instant expiresAt) {
        URI apiDomain =
                content.has("api_domain") ? URI.create(content.get("api_domain").asText()) : null;
        return new AccessToken(new Secret(content.get("access_token").asText()), apiDomain, expiresAt);
    }

    private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(tenant);
        return cipher;
    }

    /** Separated, so that no other pair of texts makes the same key. */
    private static byte[] secret(OAuthCredentials credentials) {
        byte[] client = credentials.clientSecret().reveal().getBytes(UTF_8);
        byte[] refresh = credentials.refreshToken().reveal().getBytes(UTF_8);
        return ByteBuffer.allocate(client.length + SEPARATOR.length + refresh.length)
                .put(client)
                .put(SEPARATOR)
                .put(refresh)
                .array();
    }
}
