package io.moodlepipeline.runtime.connections;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.SelectorManager.AcceptListener;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes connections that do not get on, and makes room for new ones. Jetty's own idle timeout begins again with each byte, which a
 * client may send one at a time for ever; and its connection limits let whoever came first keep everybody else out.
 *
 * <p>As a handler it sees requests begin and end, as a listener connections come and go.
 */
public final class ConnectionKeeper extends Handler.Wrapper implements Connection.Listener, AcceptListener {
    private static final Logger log = LoggerFactory.getLogger(ConnectionKeeper.class);
    private static final long LOOK_EVERY_MILLIS = 500;
    private static final long WARN_EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);

    private static final long TIME_TO_BEGIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Clients that connect all at once wait here instead of being turned away. */
    private static final int WAITING_TO_BE_ACCEPTED = 2048;

    /** Answers that the system holds for a client which does not read them; by itself it would hold megabytes. */
    private static final int UNREAD_BYTES = 64 * 1024;

    private final ConnectionLimits limits;
    private final LongSupplier nanoTime;
    private final List<ServerConnector> connectors = new ArrayList<>();
    private final Map<Connection, Client> clients = new ConcurrentHashMap<>();
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile Client newest;
    private final AtomicInteger opening = new AtomicInteger();
    private boolean full;
    private final AtomicLong givenWay = new AtomicLong();
    private final AtomicLong warnedAt;

    public ConnectionKeeper(ConnectionLimits limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.warnedAt = new AtomicLong(nanoTime.getAsLong() - WARN_EVERY_NANOS);
    }

    /** A connector for the server, whose connections are kept from now on. */
    public ServerConnector connector(Server server, HttpConfiguration http, String host, int port) {
        ServerConnector connector = new ServerConnector(server, 1, 1, new FewHeaders(http));
        connector.setHost(host);
        connector.setPort(port);
        connector.setIdleTimeout(limits.idle().toMillis());
        connector.setAcceptQueueSize(WAITING_TO_BE_ACCEPTED);
        connector.setAcceptedSendBufferSize(UNREAD_BYTES);
        // Makes it a listener; it is the server that starts and stops it.
        connector.addBean(this, false);
        connectors.add(connector);
        return connector;
    }

    /** Connections that are open now. */
    public int open() {
        return clients.size();
    }

    /** Of these, the ones with a request whose answer is not yet with the client. */
    int beingAnswered() {
        return (int) clients.values().stream().filter(Client::busy).count();
    }

    /** Connections that had to give way to new ones, so far. */
    public long givenWay() {
        return givenWay.get();
    }

    /** On the thread that accepts, so that it is not ahead of what is counted. */
    @Override
    public void onAccepting(SelectableChannel channel) {
        opening.incrementAndGet();
        acceptIfThereIsRoom();
    }

    @Override
    public void onAcceptFailed(SelectableChannel channel, Throwable failure) {
        opening.decrementAndGet();
        makeRoom();
    }

    @Override
    public void onOpened(Connection connection) {
        Client client = new Client(connection, nanoTime.getAsLong());
        clients.put(connection, client);
        newest = client;
        opening.decrementAndGet();
        if (looking.compareAndSet(false, true)) {
            lookLater();
        }
        makeRoom();
    }

    @Override
    public void onClosed(Connection connection) {
        clients.remove(connection);
        makeRoom();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Client client = clients.get(request.getConnectionMetaData().getConnection());
        if (client == null) {
            return super.handle(request, response, callback);
        }
        boolean pipelined = client.begins(nanoTime.getAsLong());
        boolean post = HttpMethod.POST.is(request.getMethod());
        Request.addCompletionListener(request, failure -> answered(client, post && response.getStatus() == 200));
        if (!pipelined) {
            return super.handle(request, response, callback);
        }
        // Otherwise a thread would work off all that the connection has sent before it did anything for another.
        getServer().getThreadPool().execute(() -> handleInTurn(request, response, callback));
        return true;
    }

    private void handleInTurn(Request request, Response response, Callback callback) {
        try {
            if (!super.handle(request, response, callback)) {
                Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
            }
        } catch (Exception e) {
            Response.writeError(request, response, callback, e);
        }
    }

    private void answered(Client client, boolean useful) {
        client.ends(nanoTime.getAsLong(), useful);
        makeRoom();
    }

    /**
     * Nobody who is being answered gives way. Until there is room, new ones wait to be accepted: a connection that was told to close is
     * an open file for a moment more.
     */
    private void makeRoom() {
        int tooMany = acceptIfThereIsRoom();
        if (tooMany <= 0) {
            return;
        }
        warn();
        long closing = clients.values().stream().filter(Client::closing).count();
        if (tooMany <= closing) {
            return;
        }
        long now = nanoTime.getAsLong();
        clients.values().stream()
                .filter(client -> client != newest && client.mayGiveWay())
                // As they stand now: they go on while they are put in order.
                .map(client -> client.standing(now))
                .sorted(Comparator.comparingInt(Standing::usefulness).thenComparingLong(Standing::since))
                .limit(tooMany - closing)
                .forEach(least -> {
                    givenWay.incrementAndGet();
                    least.client().close("gave way to another connection");
                });
    }

    /** How useful a connection is, and since when it is idle. */
    private record Standing(Client client, int usefulness, long since) {}

    /**
     * Decided and done at once: whoever had counted before another counted, and acted after it, would stop the server for ever.
     *
     * @return how many connections there are beyond the limit
     */
    private synchronized int acceptIfThereIsRoom() {
        int tooMany = opening.get() + clients.size() - limits.most();
        if (full != tooMany > 0) {
            full = tooMany > 0;
            connectors.forEach(connector -> connector.setAccepting(!full));
        }
        return tooMany;
    }

    private void warn() {
        long now = nanoTime.getAsLong();
        long last = warnedAt.get();
        if (now - last >= WARN_EVERY_NANOS && warnedAt.compareAndSet(last, now)) {
            log.atWarn()
                    .addKeyValue("connections", limits.most())
                    .log("No more connections: the least useful give way");
        }
    }

    private void lookLater() {
        connectors.stream()
                .filter(ServerConnector::isRunning)
                .findAny()
                .ifPresent(connector -> connector
                        .getScheduler()
                        .schedule(this::lookAgainAndAgain, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS));
    }

    private void lookAgainAndAgain() {
        look();
        lookLater();
    }

    /** Closes what has had its time. */
    void look() {
        long now = nanoTime.getAsLong();
        clients.values().forEach(client -> client.overdue(now, limits).ifPresent(client::close));
    }

    /** What is known of a connection. */
    private static final class Client {
        private final Connection connection;
        private long since;
        private boolean busy;
        private boolean answered;
        private boolean useful;
        private long bytesWhenIdle;
        private boolean sending;
        private boolean closing;

        Client(Connection connection, long now) {
            this.connection = connection;
            this.since = now;
        }

        /** Returns whether the request had come before the last one was answered. */
        synchronized boolean begins(long now) {
            since = now;
            busy = true;
            sending = false;
            return answered && connection.getBytesIn() == bytesWhenIdle;
        }

        synchronized void ends(long now, boolean wasUseful) {
            since = now;
            busy = false;
            answered = true;
            useful |= wasUseful;
            bytesWhenIdle = connection.getBytesIn();
        }

        synchronized boolean busy() {
            return busy;
        }

        synchronized boolean closing() {
            return closing;
        }

        synchronized boolean mayGiveWay() {
            return !busy && !closing;
        }

        /** One that has just come must have the time to send its request, but not at the cost of one that brought an event. */
        private int usefulness(long now) {
            if (useful) {
                return 3;
            }
            if (!answered) {
                return now - since < TIME_TO_BEGIN_NANOS ? 2 : 0;
            }
            return 1;
        }

        synchronized Standing standing(long now) {
            return new Standing(this, usefulness(now), since);
        }

        /** Why it is to be closed, if it is. That it has been idle for too long is left to Jetty. */
        synchronized Optional<String> overdue(long now, ConnectionLimits limits) {
            if (!busy && answered && !sending && connection.getBytesIn() > bytesWhenIdle) {
                sending = true;
                since = now;
            }
            if (busy) {
                return longer(limits.answer(), now, "took too long for a request or to read its answer");
            }
            return answered && !sending
                    ? Optional.empty()
                    : longer(limits.head(), now, "the headers of a request took too long");
        }

        private Optional<String> longer(Duration allowed, long now, String reason) {
            return now - since > allowed.toNanos() ? Optional.of(reason) : Optional.empty();
        }

        void close(String reason) {
            synchronized (this) {
                closing = true;
            }
            connection.getEndPoint().close(new IOException(reason));
        }
    }
}
