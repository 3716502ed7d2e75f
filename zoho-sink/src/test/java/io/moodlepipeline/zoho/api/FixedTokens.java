package io.moodlepipeline.zoho.api;

import io.moodlepipeline.runtime.settings.Secret;
import io.moodlepipeline.zoho.oauth.AccessToken;
import io.moodlepipeline.zoho.oauth.AccessTokens;
import java.net.URI;
import java.time.Instant;

/** {@code first}, and {@code second} once it was refused. */
final class FixedTokens implements AccessTokens {
    private final URI apiDomain;
    private int refusals;

    FixedTokens() {
        this(null);
    }

    /** @param apiDomain where the tokens claim to be for */
    FixedTokens(URI apiDomain) {
        this.apiDomain = apiDomain;
    }

    @Override
    public AccessToken current() {
        return token("first");
    }

    @Override
    public AccessToken insteadOf(AccessToken refused) {
        refusals++;
        return token("second");
    }

    int refusals() {
        return refusals;
    }

    private AccessToken token(String value) {
        return new AccessToken(new Secret(value), apiDomain, Instant.MAX);
    }
}
