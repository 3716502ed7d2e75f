package io.moodlepipeline.zoho.oauth;

import io.moodlepipeline.runtime.settings.Secret;
import java.net.URI;
import java.time.Instant;

/**
 * A token for calls.
 *
 * @param apiDomain the base of calls that the token server named; null when it named none
 */
public record AccessToken(Secret value, URI apiDomain, Instant expiresAt) {}
