package io.moodlepipeline.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Clients that do nobody any good, each on a connection of its own and connected again when that is closed. One thread does it all, so that
 * it is the gateway that is tried.
 */
final class Crowd implements AutoCloseable {
    private static final long EVERY_MILLIS = 200;

    private final InetSocketAddress gateway;
    private final List<Client> clients = new ArrayList<>();
    private final Thread thread = new Thread(this::go, "crowd");
    private volatile boolean closing;

    Crowd(int port) {
        this.gateway = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Connect, and say nothing. */
    Crowd idle(int count) {
        return add(count, "", "");
    }

    /** Send a byte of the headers now and then. */
    Crowd slowHeaders(int count) {
        return add(count, "GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\nX-Slow: ", "x");
    }

    /** Send headers without their end, as large as they may be, in as many lines. */
    Crowd halfHeads(int count, int lines) {
        String line = "a:" + "b".repeat(Math.max(1, 7500 / lines - 4)) + "\r\n";
        return add(count, "GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\n" + line.repeat(lines), "");
    }

    /** Say that a large body comes, and send a byte of it now and then. */
    Crowd slowBodies(int count, String token) {
        String head = "POST /api/v1/events/moodle/user_created HTTP/1.1\r\nHost: localhost\r\n"
                + "Content-Type: application/json\r\nX-Moodle-Token: " + token + "\r\nContent-Length: 1048576\r\n\r\n{";
        return add(count, head, " ");
    }

    /** Ask and ask, and read no answer. */
    Crowd deaf(int count) {
        String requests = "GET /api/v1/nothing HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(1000);
        for (int i = 0; i < count; i++) {
            clients.add(new Client(requests, requests, false));
        }
        return this;
    }

    private Crowd add(int count, String first, String again) {
        for (int i = 0; i < count; i++) {
            clients.add(new Client(first, again, true));
        }
        return this;
    }

    /** Returns when all have connected once. */
    Crowd gather() throws IOException {
        for (Client client : clients) {
            client.connect();
        }
        thread.start();
        return this;
    }

    private void go() {
        while (!closing) {
            try {
                for (Client client : clients) {
                    client.act();
                }
                TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        closing = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Client client : clients) {
            client.leave();
        }
    }

    private final class Client {
        private final String first;
        private final String again;
        private final boolean reads;
        private final ByteBuffer answer = ByteBuffer.allocate(256);
        private SocketChannel channel;
        private ByteBuffer toSend;

        Client(String first, String again, boolean reads) {
            this.first = first;
            this.again = again;
            this.reads = reads;
        }

        void connect() throws IOException {
            leave();
            channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.connect(gateway);
            toSend = ByteBuffer.wrap(first.getBytes(US_ASCII));
        }

        void act() {
            try {
                if (!channel.finishConnect()) {
                    return;
                }
                if (reads && channel.read(answer.clear()) < 0) {
                    connect();
                    return;
                }
                if (!toSend.hasRemaining()) {
                    toSend = ByteBuffer.wrap(again.getBytes(US_ASCII));
                }
                channel.write(toSend);
            } catch (IOException closedByTheGateway) {
                comeAgain();
            }
        }

        private void comeAgain() {
            try {
                connect();
            } catch (IOException e) {
                throw new IllegalStateException("cannot even open a socket", e);
            }
        }

        void leave() throws IOException {
            if (channel != null) {
                channel.close();
            }
        }
    }
}
