package io.moodlepipeline.faults;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends as our plugin does: the same event under the same id, again and again, until it is accepted. */
final class GatewayClient {
    static final String TOKEN = "test-token";
    private static final int ACCEPTED = 200;
    private static final int UNAVAILABLE = 503;
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private final HttpClient client = HttpClient.newHttpClient();
    private final String address;
    private final AtomicInteger retries = new AtomicInteger();

    GatewayClient(String address) {
        this.address = address;
    }

    void sendUntilAccepted(Submission submission) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (int status = send(submission); status != ACCEPTED; status = send(submission)) {
            if (status != UNAVAILABLE && status != 0) {
                throw new IllegalStateException("the gateway answered " + status + " to a " + submission.event());
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("not accepted within " + PATIENCE);
            }
            retries.incrementAndGet();
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        }
    }

    /**
     * The answer's status, once it is another than that the event should come later. Who is refused before the body was read may find the
     * connection closed instead of an answer.
     */
    int sendUntilAnswered(Submission submission) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        int status = send(submission);
        while (status == UNAVAILABLE || status == 0) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("no answer within " + PATIENCE);
            }
            retries.incrementAndGet();
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
            status = send(submission);
        }
        return status;
    }

    /** How many requests were not answered, or with 503. */
    int retries() {
        return retries.get();
    }

    /** The answer's status; 0 when none came. */
    int send(Submission submission) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://" + address + "/api/v1/events/moodle/" + submission.event()))
                .headers("Content-Type", "application/json", "X-Moodle-Token", TOKEN)
                .header("X-Event-Id", submission.id().toString())
                .timeout(Duration.ofSeconds(10))
                .POST(BodyPublishers.ofByteArray(submission.bytes()))
                .build();
        try {
            HttpResponse<Void> answer = client.send(request, BodyHandlers.discarding());
            return answer.statusCode();
        } catch (IOException e) {
            return 0;
        }
    }
}
