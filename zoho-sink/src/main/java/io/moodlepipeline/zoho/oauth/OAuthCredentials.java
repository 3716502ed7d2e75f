package io.moodlepipeline.zoho.oauth;

import io.moodlepipeline.runtime.settings.Secret;

/** What tokens are asked for with: the client that a school registered in Zoho's API console, and its refresh token. */
public record OAuthCredentials(String clientId, Secret clientSecret, Secret refreshToken) {}
