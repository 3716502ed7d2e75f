package io.moodlepipeline.zoho.oauth;

import io.moodlepipeline.runtime.settings.Secret;
import io.moodlepipeline.zoho.api.ZohoException;
import io.moodlepipeline.zoho.api.ZohoException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One token for all threads and instances of a tenant. It holds that
 *
 * <ol>
 *   <li>at most one thread of this process looks for a token, and the others take what it gets, failures too;
 *   <li>a token is asked for only in an exclusive exchange with the store, after looking there, and only while the
 *       {@link RefreshWindow} is open; the asking is noted before it is done, so that a crash cannot hide it;
 *   <li>a token that Zoho refused is not handed out again;
 *   <li>a token that lives is handed out while no newer one can be had;
 *   <li>credentials that Zoho called wrong are not tried again by this process.
 * </ol>
 */
public final class SharedAccessTokens implements AccessTokens {
    private static final Logger LOG = LoggerFactory.getLogger(SharedAccessTokens.class);

    /** How long before its end a token is replaced: longer than a call may take. */
    static final Duration MARGIN = Duration.ofMinutes(2);

    /** How long a token in its last minutes is used without another try to replace it. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(15);

    /** As many as Zoho lets live at a time. */
    private static final int REFUSED_KEPT = 15;

    private static final TokenStore.Sealed NOTHING = new TokenStore.Sealed(new byte[0], Instant.EPOCH, List.of());

    private final String tenant;
    private final TokenEndpoint endpoint;
    private final TokenStore store;
    private final TokenSealing sealing;
    private final InstantSource clock;

    /** All guarded by this. */
    private Held held;

    private final Deque<Secret> refused = new ArrayDeque<>();
    private CompletableFuture<AccessToken> search;
    private ZohoException wrongCredentials;

    public SharedAccessTokens(
            String tenant, TokenEndpoint endpoint, TokenStore store, TokenSealing sealing, InstantSource clock) {
        this.tenant = tenant;
        this.endpoint = endpoint;
        this.store = store;
        this.sealing = sealing;
        this.clock = clock;
    }

    /** @param until when to look for another */
    private record Held(AccessToken token, Instant until) {}

    @Override
    public AccessToken current() throws ZohoException {
        CompletableFuture<AccessToken> shared;
        boolean mine = false;
        synchronized (this) {
            if (wrongCredentials != null) {
                throw wrongCredentials;
            }
            if (held != null && clock.instant().isBefore(held.until())) {
                return held.token();
            }
            if (search == null) {
                search = new CompletableFuture<>();
                mine = true;
            }
            shared = search;
        }
        return mine ? search(shared) : await(shared);
    }

    @Override
    public AccessToken insteadOf(AccessToken bad) throws ZohoException {
        synchronized (this) {
            if (!refused.contains(bad.value())) {
                refused.addLast(bad.value());
            }
            if (refused.size() > REFUSED_KEPT) {
                refused.removeFirst();
            }
            if (held != null && isRefused(held.token())) {
                held = null;
            }
        }
        AccessToken token = current();
        // A search that began before this refusal may have found the very token; one that begins now does not.
        return isRefused(token) ? current() : token;
    }

    private AccessToken search(CompletableFuture<AccessToken> shared) throws ZohoException {
        try {
            AccessToken token = newest();
            // Ended before it is told: who is told may begin the next.
            endSearch();
            shared.complete(token);
            return token;
        } catch (ZohoException | RuntimeException | Error e) {
            endSearch();
            shared.completeExceptionally(e);
            throw e;
        }
    }

    private synchronized void endSearch() {
        search = null;
    }

    private static AccessToken await(CompletableFuture<AccessToken> shared) throws ZohoException {
        try {
            return shared.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(Kind.UNAVAILABLE, "INTERRUPTED", "interrupted while another thread fetches it", null);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ZohoException known) {
                throw known;
            }
            throw new IllegalStateException("The thread that fetches the access token failed", e.getCause());
        }
    }

    private AccessToken newest() throws ZohoException {
        try {
            Optional<AccessToken> kept = adopt(store.read());
            return kept.isPresent() ? kept.get() : store.exclusively(this::refresh);
        } catch (ZohoException e) {
            return orElseTheLiving(e);
        }
    }

    private AccessToken refresh(TokenStore.Session session) throws ZohoException {
        Optional<TokenStore.Sealed> kept = session.read();
        Optional<AccessToken> fresh = adopt(kept);
        return fresh.isPresent() ? fresh.get() : ask(session, kept.orElse(NOTHING));
    }

    private AccessToken ask(TokenStore.Session session, TokenStore.Sealed kept) throws ZohoException {
        Instant now = clock.instant();
        RefreshWindow window = RefreshWindow.at(now, kept.refreshedAt());
        Optional<Instant> closedUntil = window.closedUntil();
        if (closedUntil.isPresent()) {
            throw throttled("asked for too often of late; wait", Duration.between(now, closedUntil.get()));
        }
        RefreshWindow asked = window.and(now);
        session.write(noting(asked, kept));
        TokenAnswer answer = endpoint.refresh();
        if (answer instanceof TokenAnswer.Granted granted) {
            return keep(
                    session, asked, new AccessToken(granted.token(), granted.apiDomain(), now.plus(granted.life())));
        }
        if (answer instanceof TokenAnswer.Throttled) {
            session.write(noting(RefreshWindow.usedUp(now), kept));
            throw throttled(
                    "Zoho makes none for now; wait, and see whether other programs use the same refresh token",
                    RefreshWindow.LENGTH);
        }
        if (answer instanceof TokenAnswer.WrongCredentials wrong) {
            throw remembered(failure(Kind.CONFIGURATION, wrong.code(), wrong.code() + ", " + wrong.message(), null));
        }
        TokenAnswer.Unavailable unavailable = (TokenAnswer.Unavailable) answer;
        if (!unavailable.mayBeMade()) {
            // It did not even arrive, so it does not count.
            session.write(noting(window, kept));
        }
        throw failure(Kind.UNAVAILABLE, unavailable.code(), "accounts server: " + unavailable.message(), null);
    }

    private AccessToken keep(TokenStore.Session session, RefreshWindow asked, AccessToken token) throws ZohoException {
        // Held first: it is good even if the store cannot take it.
        hold(token);
        session.write(new TokenStore.Sealed(sealing.seal(token), token.expiresAt(), asked.askedAt()));
        LOG.atInfo()
                .addKeyValue("tenant", tenant)
                .addKeyValue("expires_at", token.expiresAt())
                .log("Zoho access token refreshed");
        return token;
    }

    private static TokenStore.Sealed noting(RefreshWindow window, TokenStore.Sealed kept) {
        return new TokenStore.Sealed(kept.sealed(), kept.expiresAt(), window.askedAt());
    }

    /** Holds what is kept if it lives. Returns it if it need not be replaced yet. */
    private Optional<AccessToken> adopt(Optional<TokenStore.Sealed> kept) {
        Optional<AccessToken> living = kept.flatMap(it -> sealing.open(it.sealed(), it.expiresAt()))
                .filter(token -> clock.instant().isBefore(token.expiresAt()) && !isRefused(token));
        living.ifPresent(this::hold);
        return living.filter(token -> clock.instant().isBefore(freshUntil(token)));
    }

    private synchronized void hold(AccessToken token) {
        if (!isRefused(token)) {
            held = new Held(token, freshUntil(token));
        }
    }

    private synchronized boolean isRefused(AccessToken token) {
        return refused.contains(token.value());
    }

    private static Instant freshUntil(AccessToken token) {
        return token.expiresAt().minus(MARGIN);
    }

    private synchronized AccessToken orElseTheLiving(ZohoException failure) throws ZohoException {
        Instant now = clock.instant();
        if (failure.kind() == Kind.CONFIGURATION
                || held == null
                || !now.isBefore(held.token().expiresAt())) {
            throw failure;
        }
        LOG.atWarn()
                .addKeyValue("tenant", tenant)
                .addKeyValue("code", failure.code())
                .addKeyValue("expires_at", held.token().expiresAt())
                .log("No new Zoho access token, the old one is used while it lives");
        AccessToken living = held.token();
        Instant next = now.plus(failure.retryAfter().orElse(RETRY_AFTER));
        held = new Held(living, next.isBefore(living.expiresAt()) ? next : living.expiresAt());
        return living;
    }

    private synchronized ZohoException remembered(ZohoException failure) {
        wrongCredentials = failure;
        return failure;
    }

    private static ZohoException throttled(String message, Duration retryAfter) {
        return failure(Kind.THROTTLED, "TOKEN_LIMIT", message, retryAfter);
    }

    private static ZohoException failure(Kind kind, String code, String message, Duration retryAfter) {
        return new ZohoException(kind, code, "access token: " + message, false, retryAfter, null);
    }
}
