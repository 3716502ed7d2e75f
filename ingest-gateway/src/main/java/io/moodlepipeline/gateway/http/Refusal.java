package io.moodlepipeline.gateway.http;

import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.event.Decoded;
import io.moodlepipeline.event.FieldProblem;
import io.moodlepipeline.gateway.tenants.DailyQuota;
import io.moodlepipeline.gateway.tenants.GuessLimit;
import io.moodlepipeline.gateway.tenants.SignaturePolicy;
import java.time.Instant;
import java.util.List;

/**
 * Why a request is not accepted: the one table of statuses.
 *
 * @param code stable, for programs
 * @param retryable whether the same request may succeed later
 * @param retryAfter seconds after which it may be sent again; 0 when there is nothing to wait for
 * @param errors what is wrong with which field; never a value
 */
record Refusal(int status, String code, boolean retryable, long retryAfter, String detail, List<FieldProblem> errors) {
    private static final long SOON = 1;
    private static final long LATER = 5;
    private static final long LATEST = 3600;

    static final Refusal ADDRESS_NOT_ALLOWED = plain(
            403, "ADDRESS_NOT_ALLOWED", false, "This tenant accepts no requests from your address: ask its operator.");
    static final Refusal UNAUTHENTICATED = plain(
            401, "UNAUTHENTICATED", false, "X-Moodle-Token is missing, or not a token of the tenant in X-Tenant-ID.");
    static final Refusal NOT_FOUND = plain(
            404, "NOT_FOUND", false, "Events are posted to /api/v1/events/moodle/ and the name of a known event.");
    static final Refusal METHOD_NOT_ALLOWED = plain(
            405, "METHOD_NOT_ALLOWED", false, "Events are posted with POST; the health is read with GET or HEAD.");
    static final Refusal REQUEST_TIMEOUT =
            plain(408, "REQUEST_TIMEOUT", true, "The body did not arrive in time: send it again.");
    static final Refusal TOO_LARGE = plain(413, "TOO_LARGE", false, "A body has at most 1048576 bytes.");
    static final Refusal UNSUPPORTED_MEDIA_TYPE = plain(
            415,
            "UNSUPPORTED_MEDIA_TYPE",
            false,
            "Content-Type must be application/json, in UTF-8 if it names a charset.");
    static final Refusal ENCODED = plain(
            415, UNSUPPORTED_MEDIA_TYPE.code(), false, "The body must be sent as it is, without a Content-Encoding.");
    static final Refusal UNKNOWN_TRANSFER_CODING =
            plain(501, "UNKNOWN_TRANSFER_CODING", false, "The only Transfer-Encoding that is understood is chunked.");
    static final Refusal BAD_REQUEST =
            plain(400, "BAD_REQUEST", false, "The body is not sent as HTTP says: its chunks are broken.");
    static final Refusal RATE_LIMITED = plain(
            429, "RATE_LIMITED", true, "This tenant sends more requests per second than it may: send again later.");
    static final Refusal TOO_MANY_FAILURES = new Refusal(
            429,
            "TOO_MANY_FAILURES",
            true,
            GuessLimit.secondsToWait(),
            "Too many requests from your address had a wrong token: see to it, and wait a minute.",
            List.of());
    static final Refusal INTERNAL_ERROR =
            plain(500, "INTERNAL_ERROR", true, "The gateway failed; nothing was accepted. Send again later.");
    static final Refusal BROKER_UNAVAILABLE =
            plain(503, "BROKER_UNAVAILABLE", true, "The event was not acknowledged in time: send it again later.");

    static final Refusal OVERLOADED =
            plain(503, "OVERLOADED", true, "The gateway has too many bodies in hand: send it again later.");

    private static final String STANDARD_SIGNATURE =
            "webhook-id, webhook-timestamp (now in Unix seconds, right within 5 minutes) and webhook-signature are needed: v1, and"
                    + " the Base64 of the HMAC-SHA256 of id.timestamp.body with the tenant's secret.";
    private static final String LEGACY_SIGNATURE =
            "X-Signature must be the hex HMAC-SHA256 of the body with the tenant's secret.";

    private static Refusal plain(int status, String code, boolean retryable, String detail) {
        long retryAfter = switch (status) {
            case 429 -> SOON;
            case 500, 503 -> LATER;
            default -> 0;
        };
        return new Refusal(status, code, retryable, retryAfter, detail, List.of());
    }

    static Refusal refusalQuota(Instant now) {
        return new Refusal(
                429,
                "REFUSAL_QUOTA",
                true,
                Math.min(LATEST, 1 + DailyQuota.untilNextDay(now).toSeconds()),
                "The event cannot be used as it is, and too many of this tenant were kept today for one more: keep it, and see to the"
                        + " dead letters.",
                List.of());
    }

    static Refusal badSignature(SignaturePolicy wanted) {
        return plain(
                401,
                "BAD_SIGNATURE",
                false,
                switch (wanted) {
                    case STANDARD ->
                        STANDARD_SIGNATURE
                                + " For a plugin that only sends X-Signature, the operator can set signatures: either.";
                    case LEGACY -> LEGACY_SIGNATURE;
                    case EITHER ->
                        "Signed in one of two ways; of a request that is signed in both, both must be right. "
                                + STANDARD_SIGNATURE + " Or: " + LEGACY_SIGNATURE;
                });
    }

    /** @param detail why, in words of ours */
    static Refusal brokerUnavailable(String detail) {
        return plain(BROKER_UNAVAILABLE.status(), BROKER_UNAVAILABLE.code(), BROKER_UNAVAILABLE.retryable(), detail);
    }

    static Refusal of(Decoded.Malformed<?> event) {
        return unusable(event, "The event cannot be used as it is; it was kept for repair.");
    }

    static Refusal ofTest(Decoded.Malformed<?> body) {
        return unusable(body, "The body of a connection test is a JSON object, such as {}.");
    }

    private static Refusal unusable(Decoded.Malformed<?> malformed, String detail) {
        return new Refusal(status(malformed.code()), malformed.code().name(), false, 0, detail, malformed.problems());
    }

    private static int status(DeadLetterCode code) {
        boolean notEvenJson = code == DeadLetterCode.NOT_JSON || code == DeadLetterCode.DUPLICATE_KEY;
        return notEvenJson ? 400 : 422;
    }
}
