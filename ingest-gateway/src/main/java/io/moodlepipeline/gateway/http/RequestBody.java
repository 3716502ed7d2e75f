package io.moodlepipeline.gateway.http;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** Reads a request's body as it arrives, without a thread that waits for a slow sender, and no further than the limit. */
final class RequestBody implements ReadListener {
    private static final int CHUNK_BYTES = 8192;

    private final ServletInputStream in;
    private final int limit;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(CHUNK_BYTES);
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();

    private RequestBody(ServletInputStream in, int limit) {
        this.in = in;
        this.limit = limit;
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
            RequestBody reader = new RequestBody(in, limit);
            in.setReadListener(reader);
            return reader.whole;
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public void onDataAvailable() throws IOException {
        byte[] chunk = new byte[CHUNK_BYTES];
        while (!whole.isDone() && in.isReady()) {
            int count = in.read(chunk);
            if (count < 0) {
                return;
            }
            if (body.size() + count > limit) {
                whole.completeExceptionally(new RefusedException(Refusal.TOO_LARGE));
                return;
            }
            body.write(chunk, 0, count);
        }
    }

    @Override
    public void onAllDataRead() {
        whole.complete(body.toByteArray());
    }

    @Override
    public void onError(Throwable failure) {
        whole.completeExceptionally(failure);
    }
}
