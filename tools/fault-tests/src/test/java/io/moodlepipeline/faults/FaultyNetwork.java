package io.moodlepipeline.faults;

import io.moodlepipeline.testkit.LocalPort;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The way to a server, which can be slow, cut and reset. */
final class FaultyNetwork implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final LocalPort target;
    private final LocalPort entrance;
    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile Duration delay = Duration.ZERO;
    private boolean cut;

    private FaultyNetwork(LocalPort target, LocalPort entrance, ServerSocket listener) {
        this.target = target;
        this.entrance = entrance;
        this.listener = listener;
    }

    static FaultyNetwork before(LocalPort target) {
        LocalPort entrance = LocalPort.free("the way to " + target.purpose());
        try {
            ServerSocket listener = new ServerSocket();
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), entrance.number()));
            FaultyNetwork network = new FaultyNetwork(target, entrance, listener);
            daemon(network::accept);
            return network;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where clients connect to. */
    LocalPort entrance() {
        return entrance;
    }

    /** Every piece of data arrives later by this much. */
    void slowDown(Duration by) {
        delay = by;
    }

    /** Nothing arrives any more, and neither side is told. */
    synchronized void cut() {
        cut = true;
    }

    /** Data arrives again at once, also what was under way. */
    synchronized void heal() {
        delay = Duration.ZERO;
        cut = false;
        notifyAll();
    }

    /** Ends every connection in the hardest way. */
    void reset() {
        sockets.forEach(FaultyNetwork::reset);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket server = new Socket();
                sockets.add(client);
                sockets.add(server);
                daemon(() -> connect(client, server));
            }
        } catch (IOException e) {
            // Closed: the test is over.
        }
    }

    private void connect(Socket client, Socket server) {
        try {
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target.number()));
        } catch (IOException e) {
            end(client, server);
            return;
        }
        daemon(() -> forward(server, client));
        forward(client, server);
    }

    private void forward(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                TimeUnit.NANOSECONDS.sleep(delay.toNanos());
                awaitPassage();
                out.write(buffer, 0, length);
            }
        } catch (IOException e) {
            // Either side has ended it.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end(from, to);
        }
    }

    private synchronized void awaitPassage() throws InterruptedException {
        while (cut) {
            wait();
        }
    }

    private void end(Socket one, Socket other) {
        sockets.remove(one);
        sockets.remove(other);
        close(one);
        close(other);
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // Closed meanwhile, which is what is wanted.
        }
        close(socket);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        heal();
        reset();
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "faulty-network");
        thread.setDaemon(true);
        thread.start();
    }
}
