package io.moodlepipeline.gateway.tenants;

import inet.ipaddr.IPAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The proofs a tenant's requests must carry. Everything secret is compared in constant time and against all candidates, so that
 * answers take as long for a near miss as for a far one.
 *
 * @param tokens several may be valid at once, so that one can be replaced without a gap; empty only when none is wanted
 * @param signingSecrets when there are any, each request must be signed with one of them
 * @param signatures how it must be signed then
 * @param allowedAddresses when there are any, requests must come from one of them
 */
public record Authentication(
        List<TokenDigest> tokens,
        List<SigningSecret> signingSecrets,
        SignaturePolicy signatures,
        List<IPAddress> allowedAddresses) {

    public Authentication {
        tokens = List.copyOf(tokens);
        signingSecrets = List.copyOf(signingSecrets);
        allowedAddresses = List.copyOf(allowedAddresses);
    }

    /** What is signed must be signed as Standard Webhooks has it. */
    public Authentication(
            List<TokenDigest> tokens, List<SigningSecret> signingSecrets, List<IPAddress> allowedAddresses) {
        this(tokens, signingSecrets, SignaturePolicy.STANDARD, allowedAddresses);
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

    /** @return what of the request is proved; empty when its signature is not what the tenant's requests must have */
    public Optional<SignedContent> verify(RequestSignature signature, byte[] body, Instant now) {
        if (!wantsSignature()) {
            return Optional.of(SignedContent.NOTHING);
        }
        return switch (signatures) {
            case STANDARD -> ofIdTimeAndBody(signature, body, now);
            case LEGACY -> ofBody(signature, body);
            case EITHER -> ofEither(signature, body, now);
        };
    }

    /** Which signatures of a request {@link #verify} looks at: of one that it takes, all of these are right. */
    public List<SignatureKind> examined(RequestSignature signature) {
        if (!wantsSignature()) {
            return List.of();
        }
        return switch (signatures) {
            case STANDARD -> List.of(SignatureKind.STANDARD);
            case LEGACY -> List.of(SignatureKind.LEGACY);
            case EITHER -> given(signature);
        };
    }

    private static List<SignatureKind> given(RequestSignature signature) {
        if (!signature.hasOfIdTimeAndBody()) {
            return List.of(SignatureKind.LEGACY);
        }
        return signature.hasOfBody()
                ? List.of(SignatureKind.STANDARD, SignatureKind.LEGACY)
                : List.of(SignatureKind.STANDARD);
    }

    private Optional<SignedContent> ofEither(RequestSignature signature, byte[] body, Instant now) {
        if (!signature.hasOfIdTimeAndBody()) {
            return ofBody(signature, body);
        }
        return ofIdTimeAndBody(signature, body, now)
                .filter(proved ->
                        !signature.hasOfBody() || ofBody(signature, body).isPresent());
    }

    private Optional<SignedContent> ofBody(RequestSignature signature, byte[] body) {
        return Optional.of(SignedContent.BODY).filter(proved -> signature.coversBody(signingSecrets, body));
    }

    private Optional<SignedContent> ofIdTimeAndBody(RequestSignature signature, byte[] body, Instant now) {
        return Optional.of(SignedContent.ID_TIME_AND_BODY)
                .filter(proved -> signature.coversIdTimeAndBody(signingSecrets, body, now));
    }
}
