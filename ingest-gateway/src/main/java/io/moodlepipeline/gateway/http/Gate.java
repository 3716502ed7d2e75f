package io.moodlepipeline.gateway.http;

import inet.ipaddr.IPAddress;
import io.javalin.http.Context;
import io.moodlepipeline.gateway.tenants.ClientAddress;
import io.moodlepipeline.gateway.tenants.Tenant;
import io.moodlepipeline.gateway.tenants.Tenants;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.eclipse.jetty.http.MimeTypes;

/** What a request must show in its headers before a byte of its body is read: address, tenant and token, rate, type, size. */
final class Gate {
    static final int MAX_BODY_BYTES = 1024 * 1024;

    private static final String JSON = "application/json";
    private static final String UTF_8 = "utf-8";

    private final Tenants tenants;
    private final ClientAddress clientAddress;
    private final BooleanSupplier open;

    /** @param open whether events may be taken at all */
    Gate(Tenants tenants, ClientAddress clientAddress, BooleanSupplier open) {
        this.tenants = tenants;
        this.clientAddress = clientAddress;
        this.open = open;
    }

    /** @throws RefusedException with the first check that fails */
    Tenant pass(Context ctx) {
        Tenant tenant = authentic(ctx);
        require(open.getAsBoolean(), Refusal.BROKER_UNAVAILABLE);
        require(tenant.hasRoom(), Refusal.RATE_LIMITED);
        require(isJson(ctx.contentType()), Refusal.UNSUPPORTED_MEDIA_TYPE);
        require(ctx.req().getContentLengthLong() <= MAX_BODY_BYTES, Refusal.TOO_LARGE);
        return tenant;
    }

    private Tenant authentic(Context ctx) {
        String token = ctx.header("X-Moodle-Token");
        Optional<Tenant> tenant = tenants.find(ctx.header("X-Tenant-ID"));
        if (tenant.isEmpty()) {
            Tenants.refuseSlowly(token);
            throw new RefusedException(Refusal.UNAUTHENTICATED);
        }
        require(tenant.get().authentication().allowsAddress(() -> address(ctx)), Refusal.ADDRESS_NOT_ALLOWED);
        require(tenant.get().authentication().allowsToken(token), Refusal.UNAUTHENTICATED);
        return tenant.get();
    }

    private Optional<IPAddress> address(Context ctx) {
        List<String> forwarded = Collections.list(ctx.req().getHeaders("X-Forwarded-For")).stream()
                .flatMap(header -> Stream.of(header.split(",", -1)))
                .toList();
        return clientAddress.of(ctx.req().getRemoteAddr(), forwarded);
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
