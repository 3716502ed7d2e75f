package io.moodlepipeline.runtime.connections;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionKeeperTest {
    private static final int MOST = 3;
    private static final String GET = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String EVENT = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n";
    private static final String HELD = "GET /held HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String ENDLESS = "GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private final AtomicLong now = new AtomicLong();
    private final BlockingQueue<Callback> held = new LinkedBlockingQueue<>();
    private final ConnectionKeeper keeper = new ConnectionKeeper(ConnectionLimits.of(MOST), now::get);
    private final Server server = new Server();
    private final List<Socket> sockets = new ArrayList<>();
    private ServerConnector connector;

    @BeforeEach
    void start() throws Exception {
        keeper.setHandler(new Answering());
        server.setHandler(keeper);
        connector = keeper.connector(server, new HttpConfiguration(), "127.0.0.1", 0);
        server.addConnector(connector);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        held.forEach(Callback::succeeded);
        for (Socket socket : sockets) {
            socket.close();
        }
        server.stop();
    }

    @Test
    void aConnectionThatSendsNoRequestGoesEarly() throws IOException {
        Socket silent = connect();
        assertOpen(1);

        pass(Duration.ofSeconds(11));

        assertEnded(silent);
    }

    @Test
    void aByteNowAndThenDoesNotKeepOneWhoseHeadersDoNotEnd() throws IOException {
        Socket trickling = connect();
        send(trickling, "GET / HTTP/1.1\r\nHost: localh");
        assertOpen(1);
        pass(Duration.ofSeconds(6));
        send(trickling, "o");

        pass(Duration.ofSeconds(5));

        assertEnded(trickling);
    }

    @Test
    void aConnectionThatWasUsedIsStillThereLongerThanAProxyKeepsIt() throws IOException {
        Socket used = connect();
        assertAnswered(used, GET);

        pass(Duration.ofSeconds(61));

        assertAnswered(used, GET);
    }

    @Test
    void jettysOwnIdleTimeoutIsLongerThanAProxyKeepsAConnection() {
        assertThat(connector.getIdleTimeout()).isEqualTo(75_000);
    }

    @Test
    void halfARequestOnAUsedConnectionHasItsTimeToo() throws IOException {
        Socket used = connect();
        assertAnswered(used, GET);
        send(used, "GET / HT");

        // That it has begun is seen first, and its time counts from then.
        eventually(() -> {
            pass(Duration.ofSeconds(6));
            return keeper.open() == 0;
        });

        assertEnded(used);
    }

    @Test
    void aClientThatDoesNotReadItsAnswerIsLeft() throws IOException, InterruptedException {
        Socket deaf = connect();
        send(deaf, ENDLESS);
        held.take();

        pass(Duration.ofSeconds(16));

        assertOpen(0);
    }

    @ParameterizedTest
    @CsvSource({"'', GET", "GET, EVENT"})
    void beyondTheLimitTheLeastUsefulGivesWay(String less, String more) throws IOException {
        Socket useful = connect();
        assertAnswered(useful, request(more));
        Socket lessUseful = connect();
        if (!less.isEmpty()) {
            assertAnswered(lessUseful, request(less));
        }
        Socket alsoUseful = connect();
        assertAnswered(alsoUseful, request(more));
        pass(Duration.ofSeconds(2));

        assertAnswered(connect(), GET);

        assertEnded(lessUseful);
        assertAnswered(useful, GET);
        assertAnswered(alsoUseful, GET);
        assertThat(keeper.givenWay()).isOne();
    }

    @Test
    void hundredsOfIdleOnesKeepNobodyOut() throws IOException {
        AtomicInteger mostAtOnce = new AtomicInteger();
        for (int i = 0; i < 300; i++) {
            connect();
            mostAtOnce.accumulateAndGet(keeper.open(), Math::max);
        }

        assertAnswered(connect(), GET);

        assertThat(mostAtOnce).hasValueLessThan(MOST + 4);
    }

    @Test
    void whoComesAndGoesWhileOthersDoLeavesNobodyOut() throws InterruptedException {
        Callable<Void> visit = () -> {
            keeper.onAccepting(null);
            keeper.onAcceptFailed(null, null);
            return null;
        };
        for (int others = 0; others < MOST; others++) {
            keeper.onAccepting(null);
        }
        ExecutorService crowd = Executors.newFixedThreadPool(3);
        try {
            for (int round = 0; round < 20_000; round++) {
                crowd.invokeAll(Collections.nCopies(3, visit));

                assertThat(connector.isAccepting()).as("in round %d", round).isTrue();
            }
        } finally {
            crowd.shutdownNow();
        }
    }

    @Test
    void whileAllAreBeingAnsweredANewOneWaitsForRoom() throws Exception {
        List<Callback> answers = new ArrayList<>();
        // One too many is taken before the server stops to accept them.
        for (int i = 0; i < MOST + 1; i++) {
            send(connect(), HELD);
            answers.add(held.poll(5, TimeUnit.SECONDS));
        }
        assertThat(answers).doesNotContainNull();
        Socket waiting = connect();
        send(waiting, GET);
        waiting.setSoTimeout(200);
        assertThatThrownBy(() -> waiting.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

        answers.forEach(Callback::succeeded);

        waiting.setSoTimeout(5000);
        assertThat(waiting.getInputStream().read()).isEqualTo('H');
    }

    @ParameterizedTest
    @CsvSource({"62, 200", "63, 200", "64, 431", "1500, 431"})
    void aRequestHasAFewHeaderLinesAndNoMore(int lines, int status) throws IOException {
        Socket socket = connect();
        send(socket, "GET / HTTP/1.1\r\nHost: localhost\r\n" + "a:b\r\n".repeat(lines) + "\r\n");

        assertThat(new String(socket.getInputStream().readNBytes(12), UTF_8)).isEqualTo("HTTP/1.1 " + status);
    }

    @Test
    void theLinesOfEachRequestAreCountedByThemselves() throws IOException {
        Socket socket = connect();
        String request = "GET / HTTP/1.1\r\nHost: localhost\r\n" + "a:b\r\n".repeat(60) + "\r\n";
        assertAnswered(socket, request);

        assertAnswered(socket, request);
    }

    @Test
    void requestsSentAllAtOnceAreAnsweredInTheirOrder() throws IOException {
        Socket pipelining = connect();
        send(pipelining, GET.repeat(200));
        send(pipelining, "GET /last HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        String answers = new String(pipelining.getInputStream().readAllBytes(), UTF_8);

        assertThat(answers.split("HTTP/1.1 200", -1)).hasSize(202);
        assertThat(answers).endsWith("last");
    }

    @ParameterizedTest
    @CsvSource({"2000, 1024, 100, 924", "2000, 140, 80, 60", "500, 65536, 100, 500", "2000, 90, 100, 8", "4, 90, 100, 4"
    })
    void connectionsStayBelowTheFilesThatMayBeOpen(int wanted, long mostFiles, long otherFiles, int allowed) {
        assertThat(ConnectionLimits.within(wanted, mostFiles, otherFiles)).isEqualTo(allowed);
    }

    private static String request(String name) {
        return name.equals("EVENT") ? EVENT : GET;
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort());
        socket.setSoTimeout(5000);
        sockets.add(socket);
        now.incrementAndGet();
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
    }

    private void assertAnswered(Socket socket, String request) throws IOException {
        send(socket, request);
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("\r\n\r\nok") < 0) {
            int next = socket.getInputStream().read();
            assertThat(next).as("the connection is open").isNotNegative();
            answer.append((char) next);
        }
        assertThat(answer).startsWith("HTTP/1.1 200");
        eventually(() -> keeper.beingAnswered() == 0);
    }

    private static void assertEnded(Socket socket) throws IOException {
        try {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the connection is still open", e);
        } catch (IOException reset) {
            // Ended too.
        }
    }

    private void assertOpen(int count) {
        eventually(() -> keeper.open() == count);
    }

    /** Lets time pass, and the keeper look at least once after it. */
    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
        keeper.look();
    }

    private static void eventually(BooleanSupplier holds) {
        long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    /** Answers ok at once, when told to, or without an end. */
    private final class Answering extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            switch (Request.getPathInContext(request)) {
                case "/held" ->
                    held.add(Callback.from(
                            () -> response.write(true, ByteBuffer.wrap("ok".getBytes(UTF_8)), callback),
                            callback::failed));
                case "/endless" -> {
                    held.add(Callback.NOOP);
                    response.write(true, ByteBuffer.allocate(64 * 1024 * 1024), callback);
                }
                case "/last" -> response.write(true, ByteBuffer.wrap("last".getBytes(UTF_8)), callback);
                default -> response.write(true, ByteBuffer.wrap("ok".getBytes(UTF_8)), callback);
            }
            return true;
        }
    }
}
