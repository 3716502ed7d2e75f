package io.moodlepipeline.ops.doctor;

import io.moodlepipeline.zoho.api.ZohoException;
import java.time.Duration;

/** What to do about a call that failed, by Zoho's code or ours. The names are those of the tenants file. */
final class CallRemedy {
    private static final String GUIDE = " (docs/zoho-setup.md)";

    private CallRemedy() {}

    static String of(ZohoException failure) {
        return switch (failure.code()) {
            case "invalid_code" ->
                "make a new refresh token for refresh_token_file; if it is right, accounts_url is another data centre's"
                        + GUIDE;
            case "invalid_client" ->
                "copy client_id from the API console; if it is right, accounts_url is another data centre's" + GUIDE;
            case "invalid_client_secret" ->
                "copy the secret from the API console into client_secret_file; if it is right, accounts_url is another"
                        + " data centre's" + GUIDE;
            case "TOKEN_LIMIT" ->
                "wait " + minutes(failure.retryAfter().orElse(Duration.ofMinutes(10)))
                        + " and run doctor again; let no other program use the same refresh token";
            case "OAUTH_SCOPE_MISMATCH" ->
                "make a new refresh token that has every scope, for refresh_token_file" + GUIDE;
            case "WRONG_API_DOMAIN", "AUTHENTICATION_FAILURE", "INVALID_TOKEN", "INVALID_OAUTHTOKEN" ->
                "set api_domain to the one of the refresh token's data centre and environment" + GUIDE;
            case "INVALID_URL_PATTERN", "INVALID_REQUEST_METHOD", "API_NOT_SUPPORTED" ->
                "set api_domain to scheme and host alone, such as https://www.zohoapis.eu" + GUIDE;
            case "NO_PERMISSION", "AUTHORIZATION_FAILED", "INVALID_MODULE" ->
                "give the profile of the token's user API access and these modules, in Zoho's security settings"
                        + GUIDE;
            case "LEDGER_UNAVAILABLE" -> "see to PostgreSQL first, then run doctor again";
            default -> ofKind(failure.kind());
        };
    }

    private static String ofKind(ZohoException.Kind kind) {
        return switch (kind) {
            case UNAVAILABLE ->
                "run doctor again in a while; if it stays, check accounts_url, api_domain and the way out of this network";
            case THROTTLED -> "wait: credits come back as those of a day ago age; then run doctor again";
            case CONFIGURATION -> "check accounts_url, api_domain and the rights of the token's user" + GUIDE;
            case REJECTED -> "check the API names in the mapping file" + GUIDE;
        };
    }

    private static String minutes(Duration wait) {
        long minutes = Math.max(1, wait.plusSeconds(59).toMinutes());
        return minutes == 1 ? "1 minute" : minutes + " minutes";
    }
}
