package io.moodlepipeline.zohosimulator.oauth;

import io.moodlepipeline.zohosimulator.options.OrgOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** One refresh token and the access tokens it gave. Not for use by several threads at once. */
final class TokenGrant {
    static final Duration TOKEN_LIFE = Duration.ofHours(1);
    private static final Duration WINDOW = Duration.ofMinutes(10);
    private static final int TOKENS_PER_WINDOW = 10;
    private static final int LIVE_TOKENS = 15;

    private final OrgOptions org;
    private final Deque<Instant> asked = new ArrayDeque<>();
    private final Deque<AccessToken> live = new ArrayDeque<>();
    private boolean revoked;

    TokenGrant(OrgOptions org) {
        this.org = org;
    }

    OrgOptions org() {
        return org;
    }

    /** Whether so many tokens were asked for lately that none is given now. */
    boolean throttled(Instant now, boolean askingCounts) {
        while (!asked.isEmpty() && !asked.peekFirst().isAfter(now.minus(WINDOW))) {
            asked.removeFirst();
        }
        boolean throttled = asked.size() >= TOKENS_PER_WINDOW;
        if (throttled && askingCounts) {
            asked.removeFirst();
            asked.addLast(now);
        }
        return throttled;
    }

    /** The oldest live token dies when there would be too many. */
    void issue(AccessToken token, Instant now) {
        asked.addLast(now);
        live.addLast(token);
        live.removeIf(each -> !each.expiresAt().isAfter(now));
        if (live.size() > LIVE_TOKENS) {
            live.removeFirst();
        }
    }

    Optional<AccessToken> find(String value, Instant now) {
        return live.stream()
                .filter(token ->
                        token.value().equals(value) && token.expiresAt().isAfter(now))
                .findFirst();
    }

    void kill(String accessToken) {
        live.removeIf(token -> token.value().equals(accessToken));
    }

    void killAll() {
        live.clear();
    }

    void revoke() {
        revoked = true;
        live.clear();
    }

    boolean revoked() {
        return revoked;
    }
}
