package io.moodlepipeline.gateway.tenants;

import inet.ipaddr.IPAddress;
import io.moodlepipeline.runtime.settings.Secret;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The proofs a tenant's requests must carry. Everything secret is compared in constant time and against all candidates, so that
 * answers take as long for a near miss as for a far one.
 *
 * @param tokens several may be valid at once, so that one can be replaced without a gap; empty only when none is wanted
 * @param signingSecrets when there are any, each request must be signed with one of them
 * @param allowedAddresses when there are any, requests must come from one of them
 */
public record Authentication(List<TokenDigest> tokens, List<Secret> signingSecrets, List<IPAddress> allowedAddresses) {
    private static final String HMAC = "HmacSHA256";

    public Authentication {
        tokens = List.copyOf(tokens);
        signingSecrets = List.copyOf(signingSecrets);
        allowedAddresses = List.copyOf(allowedAddresses);
    }

    /** @param client asked only when there is a list; empty when the address cannot be read, which no list allows */
    public boolean allowsAddress(Supplier<Optional<IPAddress>> client) {
        return allowedAddresses.isEmpty()
                || client.get()
                        .filter(address -> allowedAddresses.stream().anyMatch(allowed -> allowed.contains(address)))
                        .isPresent();
    }

    /** @param token null when the request has none */
    public boolean allowsToken(String token) {
        if (tokens.isEmpty()) {
            return true;
        }
        TokenDigest digest = TokenDigest.of(token == null ? "" : token);
        boolean known = false;
        for (TokenDigest valid : tokens) {
            known |= valid.matches(digest);
        }
        return known && token != null;
    }

    public boolean wantsSignature() {
        return !signingSecrets.isEmpty();
    }

    /** @param signature hex, null when the request has none */
    public boolean allowsSignature(String signature, byte[] body) {
        if (!wantsSignature()) {
            return true;
        }
        byte[] claimed = hex(signature == null ? "" : signature.strip());
        boolean known = false;
        for (Secret secret : signingSecrets) {
            known |= MessageDigest.isEqual(hmac(secret, body), claimed);
        }
        return known;
    }

    private static byte[] hex(String text) {
        try {
            return HexFormat.of().parseHex(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static byte[] hmac(Secret secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), HMAC));
            return mac.doFinal(body);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java has " + HMAC, e);
        }
    }
}
