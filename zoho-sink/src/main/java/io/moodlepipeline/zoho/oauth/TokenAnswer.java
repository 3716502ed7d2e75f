package io.moodlepipeline.zoho.oauth;

import io.moodlepipeline.runtime.settings.Secret;
import java.net.URI;
import java.time.Duration;

/** What came of asking for a token. */
public sealed interface TokenAnswer {

    /**
     * @param apiDomain the base of calls that the server named; null when it named none
     * @param life for how long from now it is good
     */
    record Granted(Secret token, URI apiDomain, Duration life) implements TokenAnswer {}

    /** Too many were asked for; asking on makes it worse. */
    record Throttled() implements TokenAnswer {}

    /**
     * The credentials are wrong, now and later.
     *
     * @param code Zoho's
     * @param message which setting to look at
     */
    record WrongCredentials(String code, String message) implements TokenAnswer {}

    /**
     * No answer to work with.
     *
     * @param code {@code NO_CONNECTION}, {@code TIMEOUT} and the like
     * @param mayBeMade whether a token may have been made all the same
     */
    record Unavailable(String code, String message, boolean mayBeMade) implements TokenAnswer {}
}
