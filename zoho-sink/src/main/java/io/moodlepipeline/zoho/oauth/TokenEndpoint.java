package io.moodlepipeline.zoho.oauth;

/** Where access tokens are made. */
public interface TokenEndpoint {

    /** Asks for a token, once. Another one is made each time, and Zoho allows few. */
    TokenAnswer refresh();
}
