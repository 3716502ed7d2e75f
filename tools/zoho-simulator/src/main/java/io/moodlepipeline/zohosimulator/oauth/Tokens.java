package io.moodlepipeline.zohosimulator.oauth;

import io.moodlepipeline.zohosimulator.options.Behaviour;
import io.moodlepipeline.zohosimulator.options.Credentials;
import io.moodlepipeline.zohosimulator.options.Deviation;
import io.moodlepipeline.zohosimulator.options.OrgOptions;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The tokens of all organisations. */
public final class Tokens {
    private static final int TOKEN_BYTES = 16;

    private final SecureRandom random = new SecureRandom();
    private final List<TokenGrant> grants;
    private final InstantSource clock;
    private final boolean askingCounts;

    public Tokens(List<OrgOptions> orgs, Behaviour behaviour, InstantSource clock) {
        this.grants = orgs.stream().map(TokenGrant::new).toList();
        this.clock = clock;
        this.askingCounts = behaviour.has(Deviation.THROTTLE_EXTENDS);
    }

    synchronized Issued refresh(Credentials given) {
        Optional<TokenGrant> client = grants.stream()
                .filter(grant -> grant.org().credentials().clientId().equals(given.clientId()))
                .findFirst();
        if (client.isEmpty()) {
            return new Issued.Refused("invalid_client");
        }
        Credentials known = client.get().org().credentials();
        if (!known.clientSecret().equals(given.clientSecret())) {
            return new Issued.Refused("invalid_client_secret");
        }
        if (!known.refreshToken().equals(given.refreshToken()) || client.get().revoked()) {
            return new Issued.Refused("invalid_code");
        }
        return issue(client.get());
    }

    private Issued issue(TokenGrant grant) {
        Instant now = clock.instant();
        if (grant.throttled(now, askingCounts)) {
            return new Issued.Throttled();
        }
        AccessToken token =
                new AccessToken("1000." + hex() + "." + hex(), grant.org().id(), now.plus(TokenGrant.TOKEN_LIFE));
        grant.issue(token, now);
        return new Issued.Token(token, String.join(" ", grant.org().scopes()));
    }

    /** The organisation that a live token opens. */
    public synchronized Optional<String> orgOf(String accessToken) {
        Instant now = clock.instant();
        return grants.stream()
                .flatMap(grant -> grant.find(accessToken, now).stream())
                .map(AccessToken::orgId)
                .findFirst();
    }

    /** As if its hour were over. */
    public synchronized void expire(String accessToken) {
        grants.forEach(grant -> grant.kill(accessToken));
    }

    /** Every access token of an organisation, as if its hour were over. */
    public synchronized void expireAll(String orgId) {
        grants.stream().filter(grant -> grant.org().id().equals(orgId)).forEach(TokenGrant::killAll);
    }

    /** Takes back a refresh token with all that it gave, or one access token. */
    public synchronized boolean revoke(String token) {
        boolean known = false;
        for (TokenGrant grant : grants) {
            if (grant.org().credentials().refreshToken().equals(token)) {
                grant.revoke();
                known = true;
            } else if (grant.find(token, clock.instant()).isPresent()) {
                grant.kill(token);
                known = true;
            }
        }
        return known;
    }

    private String hex() {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
