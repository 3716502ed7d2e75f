package io.moodlepipeline.zoho.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;

/** Sends requests and waits for whole replies. For several threads. */
public final class HttpExchange {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);

    private final HttpClient client;

    public HttpExchange(HttpClient client) {
        this.client = client;
    }

    /**
     * A client as calls to Zoho need it. Redirects are not followed: they would carry the token, or the secrets, to another host.
     * HTTP/1.1, so that a call given up is a connection closed.
     */
    public static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_WITHIN)
                .build();
    }

    /**
     * Sends a request; it is given up when the time is over. The JDK's own request timeout ends with the headers, this one with the last
     * byte of the body.
     */
    public HttpReply send(HttpRequest request, Duration limit) throws NoReplyException {
        CompletableFuture<HttpResponse<byte[]>> reply =
                client.sendAsync(request, response -> new BoundedBody(HttpReply.MAX_BYTES));
        try {
            HttpResponse<byte[]> response = reply.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            return new HttpReply(response.statusCode(), response.headers(), response.body());
        } catch (TimeoutException e) {
            reply.cancel(true);
            throw new NoReplyException("TIMEOUT", "no whole reply within " + limit.toMillis() + " ms", true);
        } catch (InterruptedException e) {
            reply.cancel(true);
            Thread.currentThread().interrupt();
            throw new NoReplyException("INTERRUPTED", "interrupted while waiting for the reply", true);
        } catch (ExecutionException e) {
            throw noReply(e.getCause());
        }
    }

    /** The causes are named, not quoted or kept: the JDK's messages may hold what the other side sent. */
    private static NoReplyException noReply(Throwable cause) {
        String name = cause.getClass().getSimpleName();
        if (cause instanceof ConnectException
                || cause instanceof HttpConnectTimeoutException
                || cause instanceof SSLHandshakeException) {
            return new NoReplyException("NO_CONNECTION", "no connection (" + name + ")", false);
        }
        if (cause instanceof IOException) {
            return new NoReplyException("NO_REPLY", "the connection broke before the whole reply was there", true);
        }
        throw new IllegalStateException("The HTTP client failed with " + name);
    }
}
