package io.moodlepipeline.gateway.http;

import inet.ipaddr.IPAddress;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.moodlepipeline.gateway.tenants.ClientAddress;
import io.moodlepipeline.gateway.tenants.GuessLimit;
import io.moodlepipeline.gateway.tenants.Tenant;
import io.moodlepipeline.gateway.tenants.Tenants;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.eclipse.jetty.http.MimeTypes;

/** What a request must show in its headers before a byte of its body is read: tenant and token, address, rate, type, size. */
final class Gate {
    static final int MAX_BODY_BYTES = 1024 * 1024;

    private static final String JSON = "application/json";
    private static final String UTF_8 = "utf-8";
    private static final String TENANT = "X-Tenant-ID";
    private static final String CHUNKED = "chunked";
    private static final String IDENTITY = "identity";

    private final Tenants tenants;
    private final ClientAddress clientAddress;
    private final BooleanSupplier open;
    private final GuessLimit guesses = new GuessLimit(System::nanoTime);
    private final RefusalLog refusals = new RefusalLog(System::nanoTime);

    /** @param open whether events may be taken at all */
    Gate(Tenants tenants, ClientAddress clientAddress, BooleanSupplier open) {
        this.tenants = tenants;
        this.clientAddress = clientAddress;
        this.open = open;
    }

    /** @throws RefusedException with the first check that fails */
    Tenant pass(Context ctx) {
        require(isPlain(ctx), Refusal.UNKNOWN_TRANSFER_CODING);
        Tenant tenant = authentic(ctx);
        require(open.getAsBoolean(), Refusal.BROKER_UNAVAILABLE);
        require(tenant.hasRoom(), Refusal.RATE_LIMITED);
        require(isJson(RequestHeader.of(ctx, Header.CONTENT_TYPE)), Refusal.UNSUPPORTED_MEDIA_TYPE);
        require(isNotEncoded(ctx), Refusal.ENCODED);
        require(ctx.req().getContentLengthLong() <= MAX_BODY_BYTES, Refusal.TOO_LARGE);
        return tenant;
    }

    /** The token comes first: who has none learns nothing of a tenant, not even whether there is one. */
    private Tenant authentic(Context ctx) {
        String name = RequestHeader.of(ctx, TENANT);
        String token = RequestHeader.of(ctx, "X-Moodle-Token");
        Optional<Tenant> tenant = tenants.find(name);
        if (!Tenants.allowsToken(tenant, token)) {
            log(ctx, tenant, Refusal.UNAUTHENTICATED);
            throw new RefusedException(
                    guesses.failed(address(ctx)) ? Refusal.TOO_MANY_FAILURES : Refusal.UNAUTHENTICATED);
        }
        if (!tenant.get().authentication().allowsAddress(() -> address(ctx))) {
            log(ctx, tenant, Refusal.ADDRESS_NOT_ALLOWED);
            throw new RefusedException(Refusal.ADDRESS_NOT_ALLOWED);
        }
        return tenant.get();
    }

    /** For the operator. Not counted as a guess when the token was right: who has one does not guess at signatures, but has a wrong secret. */
    void log(Context ctx, Optional<Tenant> tenant, Refusal refusal) {
        refusals.refused(refusal, RequestHeader.of(ctx, TENANT), tenant, address(ctx));
    }

    private Optional<IPAddress> address(Context ctx) {
        List<String> forwarded = Collections.list(ctx.req().getHeaders("X-Forwarded-For")).stream()
                .flatMap(header -> Stream.of(header.split(",", -1)))
                .toList();
        return clientAddress.of(ctx.req().getRemoteAddr(), forwarded);
    }

    /** Jetty undoes chunks, and passes on any other coding below them as it is. */
    private static boolean isPlain(Context ctx) {
        String coding = RequestHeader.of(ctx, Header.TRANSFER_ENCODING);
        return coding == null || coding.strip().equalsIgnoreCase(CHUNKED);
    }

    private static boolean isNotEncoded(Context ctx) {
        String encoding = RequestHeader.of(ctx, Header.CONTENT_ENCODING);
        return encoding == null || encoding.isBlank() || encoding.strip().equalsIgnoreCase(IDENTITY);
    }

    private static boolean isJson(String contentType) {
        if (contentType == null || contentType.equals(JSON)) {
            return contentType != null;
        }
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        String charset = MimeTypes.getCharsetFromContentType(contentType);
        return type.equals(JSON) && (charset == null || charset.equalsIgnoreCase(UTF_8));
    }

    private static void require(boolean holds, Refusal otherwise) {
        if (!holds) {
            throw new RefusedException(otherwise);
        }
    }
}
