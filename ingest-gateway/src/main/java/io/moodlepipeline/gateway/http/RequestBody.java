package io.moodlepipeline.gateway.http;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/** Reads a request's body as it arrives, without a thread that waits for a slow sender, and no further than the limit. */
final class RequestBody implements ReadListener {
    /** Room for what has not come yet; most bodies are larger and come at once. */
    private static final int FIRST_BYTES = 1024;

    private final ServletInputStream in;
    private final int limit;
    private final BodyBudget.Share budget;
    private final int longest;
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private byte[] body;
    private int count;

    private RequestBody(ServletInputStream in, int limit, long declared, BodyBudget.Share budget) {
        this.in = in;
        this.limit = limit;
        this.budget = budget;
        this.longest = (int) (declared >= 0 ? Math.min(declared, limit) : limit);
        this.body = new byte[Math.min(longest, FIRST_BYTES)];
        budget.grow(body.length);
    }

    /**
     * The request must be in asynchronous mode.
     *
     * @param budget grows as the body does
     * @return the body; {@link RefusedException} when it is longer than the limit or there is no room for it, an I/O failure when the
     *     sender went away
     */
    static CompletableFuture<byte[]> read(HttpServletRequest request, int limit, BodyBudget.Share budget) {
        try {
            long declared = request.getContentLengthLong();
            ServletInputStream in = request.getInputStream();
            if (declared > 0 && declared <= limit && in.available() >= declared) {
                // Small bodies come with their headers: reading what is there does not wait.
                budget.grow((int) declared);
                return CompletableFuture.completedFuture(in.readNBytes((int) declared));
            }
            RequestBody reader = new RequestBody(in, limit, declared, budget);
            in.setReadListener(reader);
            return reader.whole;
        } catch (IOException | RefusedException e) {
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
        try {
            int longer = Math.min(Math.max(longest, count + 1), 2 * body.length + 1);
            budget.grow(longer - body.length);
            body = Arrays.copyOf(body, longer);
        } catch (RefusedException e) {
            whole.completeExceptionally(e);
            return 0;
        }
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
