package io.moodlepipeline.zoho.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.moodlepipeline.testkit.LocalPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Against sockets that misbehave: what the caller learns of it. */
class HttpExchangeTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(200);

    private final HttpExchange http = new HttpExchange(HttpExchange.client());

    @Test
    void refusedConnectionHasNotArrived() {
        NoReplyException failure = fails(LocalPort.free("nothing").number(), LONG);

        assertThat(failure.code()).isEqualTo("NO_CONNECTION");
        assertThat(failure.mayHaveArrived()).isFalse();
    }

    @Test
    void connectionClosedInsteadOfAReplyMayHaveArrived() throws IOException {
        try (OneConnection server = new OneConnection(Socket::close)) {
            NoReplyException failure = fails(server.port(), LONG);

            assertThat(failure.code()).isEqualTo("NO_REPLY");
            assertThat(failure.mayHaveArrived()).isTrue();
        }
    }

    @Test
    void replyBrokenOffMayHaveArrived() throws IOException {
        try (OneConnection server = new OneConnection(socket -> {
            write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"data\":");
            socket.close();
        })) {
            NoReplyException failure = fails(server.port(), LONG);

            assertThat(failure.code()).isEqualTo("NO_REPLY");
            assertThat(failure.mayHaveArrived()).isTrue();
        }
    }

    @Test
    void whatIsNotHttpMayHaveArrivedAndIsNotQuoted() throws IOException {
        try (OneConnection server = new OneConnection(socket -> write(socket, "Jane Doe\r\n\r\n"))) {
            NoReplyException failure = fails(server.port(), LONG);

            assertThat(failure.mayHaveArrived()).isTrue();
            assertThat(failure).hasMessageNotContaining("Jane").hasNoCause();
        }
    }

    @Test
    void callGivenUpClosesItsConnection() throws Exception {
        CompletableFuture<Integer> end = new CompletableFuture<>();
        try (OneConnection server = new OneConnection(socket -> end.complete(endOf(socket)))) {
            NoReplyException failure = fails(server.port(), SHORT);

            assertThat(failure.code()).isEqualTo("TIMEOUT");
            assertThat(failure.mayHaveArrived()).isTrue();
            assertThat(end.get(10, TimeUnit.SECONDS)).isEqualTo(-1);
        }
    }

    @Test
    void timeIsUpInTheMiddleOfABodyToo() throws IOException {
        try (OneConnection server = new OneConnection(socket -> {
            write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{");
            endOf(socket);
        })) {
            assertThat(fails(server.port(), SHORT).code()).isEqualTo("TIMEOUT");
        }
    }

    @Test
    void bodyThatNeverEndsIsCutOff() throws IOException {
        try (OneConnection server = new OneConnection(socket -> {
            write(socket, "HTTP/1.1 200 OK\r\n\r\n");
            String block = "x".repeat(1 << 20);
            for (int written = 0; written <= HttpReply.MAX_BYTES >> 20; written++) {
                write(socket, block);
            }
            endOf(socket);
        })) {
            assertThat(fails(server.port(), LONG).code()).isEqualTo("NO_REPLY");
        }
    }

    @Test
    void interruptEndsTheWaitAndStaysSet() throws IOException {
        try (OneConnection server = new OneConnection(HttpExchangeTest::endOf)) {
            Thread.currentThread().interrupt();

            NoReplyException failure = fails(server.port(), LONG);

            assertThat(Thread.interrupted()).isTrue();
            assertThat(failure.code()).isEqualTo("INTERRUPTED");
        }
    }

    @Test
    void redirectsAreNotFollowed() throws Exception {
        try (CannedServer elsewhere = CannedServer.saying(200, "{}");
                CannedServer server = CannedServer.start(request -> new CannedServer.Reply(
                        302, "", Map.of("Location", elsewhere.url().toString())))) {
            HttpReply reply = http.send(HttpRequest.newBuilder(server.url()).build(), LONG);

            assertThat(reply.status()).isEqualTo(302);
            assertThat(elsewhere.requests()).isEmpty();
        }
    }

    private NoReplyException fails(int port, Duration limit) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port))
                .POST(BodyPublishers.ofString("{}"))
                .build();
        return catchThrowableOfType(NoReplyException.class, () -> http.send(request, limit));
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
        socket.getOutputStream().flush();
    }

    /** Reads until the other side closes; -1 then, as a reset is no less an end. */
    private static int endOf(Socket socket) {
        try {
            while (socket.getInputStream().read() >= 0) {
                // More of the request.
            }
        } catch (IOException e) {
            // Reset.
        }
        return -1;
    }

    @FunctionalInterface
    private interface Conversation {
        void with(Socket socket) throws IOException;
    }

    /** Listens for one connection, and begins to talk when the head of the request is there. */
    private static final class OneConnection implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

        OneConnection(Conversation conversation) throws IOException {
            Thread thread = new Thread(() -> talk(conversation), "one-connection");
            thread.setDaemon(true);
            thread.start();
        }

        private void talk(Conversation conversation) {
            try (Socket socket = listener.accept()) {
                socket.getInputStream().read();
                conversation.with(socket);
            } catch (IOException e) {
                // The client went away, or the test is over.
            }
        }

        int port() {
            return listener.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }
}
