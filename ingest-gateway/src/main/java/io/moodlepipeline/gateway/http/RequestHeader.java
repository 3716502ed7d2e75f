package io.moodlepipeline.gateway.http;

import io.javalin.http.Context;
import io.moodlepipeline.gateway.tenants.RequestSignature;
import java.util.Collections;
import java.util.List;

/** Reads a header that is to be sent once. */
final class RequestHeader {
    private RequestHeader() {}

    /**
     * Several of one name mean what HTTP says of them: their values with commas between. No token, tenant, id, time or signature has one,
     * so neither the first nor the last is believed when whoever is before us may have looked at the other.
     *
     * @return null when the request has none
     */
    static String of(Context ctx, String name) {
        List<String> values = Collections.list(ctx.req().getHeaders(name));
        return values.isEmpty() ? null : String.join(",", values);
    }

    /** Those by which a sender proves what it sends. */
    static RequestSignature signature(Context ctx) {
        return new RequestSignature(
                of(ctx, "X-Signature"),
                of(ctx, "webhook-id"),
                of(ctx, "webhook-timestamp"),
                of(ctx, "webhook-signature"));
    }
}
