package io.moodlepipeline.gateway.http;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/** Reads a request's body as it arrives, without a thread that waits for a slow sender, and no further than the limit. */
final class RequestBody implements ReadListener {
    /** Room for a body of unknown length at first; most are smaller. */
    private static final int FIRST_BYTES = 8192;

    private final ServletInputStream in;
    private final int limit;
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();

    /** As long as declared, so that a body is held once. */
    private byte[] body;

    private int count;

    private RequestBody(ServletInputStream in, int limit, long declared) {
        this.in = in;
        this.limit = limit;
        this.body = new byte[(int) (declared >= 0 ? Math.min(declared, limit) : FIRST_BYTES)];
    }

    /**
     * The request must be in asynchronous mode.
     *
     * @return the body; {@link RefusedException} when it is longer than the limit, an I/O failure when the sender went away
     */
    static CompletableFuture<byte[]> read(HttpServletRequest request, int limit) {
        try {
            long declared = request.getContentLengthLong();
            ServletInputStream in = request.getInputStream();
            if (declared > 0 && declared <= limit && in.available() >= declared) {
                // Small bodies come with their headers: reading what is there does not wait.
                return CompletableFuture.completedFuture(in.readNBytes((int) declared));
            }
            RequestBody reader = new RequestBody(in, limit, declared);
            in.setReadListener(reader);
            return reader.whole;
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public void onDataAvailable() throws IOException {
        while (!whole.isDone() && in.isReady()) {
            int read = count < body.length ? in.read(body, count, body.length - count) : readBeyond();
            if (read < 0) {
                return;
            }
            count += read;
        }
    }

    /** Mostly there is no more, so a longer array is made only for a byte that is there. */
    private int readBeyond() throws IOException {
        int next = in.read();
        if (next < 0) {
            return next;
        }
        if (count == limit) {
            whole.completeExceptionally(new RefusedException(Refusal.TOO_LARGE));
            return 0;
        }
        body = Arrays.copyOf(body, Math.min(limit, 2 * body.length + 1));
        body[count] = (byte) next;
        return 1;
    }

    @Override
    public void onAllDataRead() {
        whole.complete(count == body.length ? body : Arrays.copyOf(body, count));
    }

    @Override
    public void onError(Throwable failure) {
        whole.completeExceptionally(failure);
    }
}
