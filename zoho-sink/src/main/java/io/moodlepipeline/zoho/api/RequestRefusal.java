package io.moodlepipeline.zoho.api;

import io.moodlepipeline.zoho.api.ZohoException.Kind;
import java.util.Optional;
import java.util.stream.Stream;

/** Zoho's codes for a request refused as a whole: whose fault it is, what it means, and what mends it. */
enum RequestRefusal {
    INVALID_MODULE(
            Kind.CONFIGURATION,
            "no such module, or the user's profile does not see it",
            "correct the module's API name in the mapping file, or give the profile the module"),
    AUTHORIZATION_FAILED(
            Kind.CONFIGURATION,
            "the user's profile may not write here",
            "give the profile the right to create and edit these records"),
    NO_PERMISSION(
            Kind.CONFIGURATION,
            "the user's profile lacks a permission",
            "give the profile API access and the right to view, create and edit these records"),
    OAUTH_SCOPE_MISMATCH(
            Kind.CONFIGURATION,
            "the refresh token lacks a scope",
            "make a new refresh token that has the scope this call needs"),
    AUTHENTICATION_FAILURE(
            Kind.CONFIGURATION,
            "a token just made is not known",
            "check that the API domain belongs to the data centre and environment that the refresh token is from"),
    INVALID_URL_PATTERN(
            Kind.CONFIGURATION,
            "the API domain does not know the path",
            "correct the API domain: host alone, such as https://www.zohoapis.eu"),
    INVALID_REQUEST_METHOD(
            Kind.CONFIGURATION,
            "the API domain does not take this verb here",
            "check that the API domain is Zoho's and that no proxy changes requests"),
    API_NOT_SUPPORTED(
            Kind.CONFIGURATION,
            "this API version does not have the call",
            "this sink speaks version 8: check that the API domain offers it"),
    INVALID_TOKEN(
            Kind.UNAVAILABLE,
            "a token just made is refused",
            "it passes if other programs use the same refresh token; if not, check the API domain's data centre"),
    INVALID_OAUTHTOKEN(Kind.UNAVAILABLE, INVALID_TOKEN.meaning, INVALID_TOKEN.remedy),
    INTERNAL_ERROR(Kind.UNAVAILABLE, "Zoho failed", "it passes"),
    INVALID_DATA(Kind.REJECTED, "something in the request does not fit", "look at the field named, if one is"),
    MANDATORY_NOT_FOUND(Kind.REJECTED, "something is missing in the request", INVALID_DATA.remedy),
    REQUIRED_PARAM_MISSING(Kind.REJECTED, "a parameter is missing", INVALID_DATA.remedy),
    UNABLE_TO_PARSE_DATA_TYPE(Kind.REJECTED, "a parameter is of the wrong type", INVALID_DATA.remedy),
    PATTERN_NOT_MATCHED(Kind.REJECTED, "something in the request is not of the pattern asked for", INVALID_DATA.remedy),
    SYNTAX_ERROR(Kind.REJECTED, "Zoho cannot read the query", "check the API names in the mapping file"),
    INVALID_QUERY(Kind.REJECTED, "Zoho does not run this query", SYNTAX_ERROR.remedy),
    LIMIT_EXCEEDED(Kind.REJECTED, "the request is over one of Zoho's limits", "ask for less at once");

    final Kind kind;
    final String meaning;
    final String remedy;

    RequestRefusal(Kind kind, String meaning, String remedy) {
        this.kind = kind;
        this.meaning = meaning;
        this.remedy = remedy;
    }

    static Optional<RequestRefusal> of(String code) {
        return Stream.of(values()).filter(known -> known.name().equals(code)).findFirst();
    }

    /** Whether another token may be taken where this one was not. */
    boolean isOfTheToken() {
        return this == INVALID_TOKEN || this == INVALID_OAUTHTOKEN || this == AUTHENTICATION_FAILURE;
    }
}
