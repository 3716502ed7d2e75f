package io.moodlepipeline.runtime.management;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.moodlepipeline.runtime.connections.ConnectionKeeper;
import io.moodlepipeline.runtime.connections.ConnectionLimits;
import io.moodlepipeline.runtime.service.Health;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;

/**
 * A service's port for those who run it: {@code /livez} and {@code /readyz} (200 or 503, the reason as text) and {@code /metrics}
 * (Prometheus text). A few threads serve it, and none of them waits for a client: whatever is done to this port, a probe is answered
 * and the service's work goes on.
 */
public final class ManagementServer implements AutoCloseable {
    /** For probes, a Prometheus or two, and a person. */
    public static final int MOST_CONNECTIONS = 32;

    private static final int ANSWERING_THREADS = 2;

    /** A connector needs one to accept connections and one to watch them. */
    private static final int THREADS_OF_A_CONNECTOR = 2;

    private final Server server;

    private ManagementServer(Server server) {
        this.server = server;
    }

    /** @throws IOException when an address is not ours or its port is taken; the message names the setting */
    public static ManagementServer start(
            ManagementSettings settings, Supplier<Health> health, PrometheusMeterRegistry metrics) throws IOException {
        List<InetAddress> addresses = addresses(settings.hosts());
        Server server = new Server(
                threads(addresses.size()), new ScheduledExecutorScheduler("management-timeouts", true), null);
        ConnectionKeeper keeper = new ConnectionKeeper(ConnectionLimits.of(MOST_CONNECTIONS), System::nanoTime);
        keeper.setHandler(new ManagementEndpoint(health, metrics));
        server.setHandler(keeper);
        ManagementServer started = new ManagementServer(server);
        try {
            int port = settings.port();
            for (InetAddress address : addresses) {
                port = listen(server, keeper, address, port);
            }
            server.start();
            return started;
        } catch (IOException e) {
            started.close();
            throw e;
        } catch (Exception e) {
            started.close();
            throw new IOException("the management endpoint did not start: " + e.getMessage(), e);
        }
    }

    private static QueuedThreadPool threads(int connectors) {
        int most = ANSWERING_THREADS + connectors * THREADS_OF_A_CONNECTOR;
        QueuedThreadPool threads = new QueuedThreadPool(most, most);
        threads.setName("management");
        threads.setDaemon(true);
        threads.setReservedThreads(0);
        return threads;
    }

    /**
     * A name may stand for several addresses, such as those of all instances in a container network: those of this machine are meant.
     */
    private static List<InetAddress> addresses(List<String> hosts) throws IOException {
        List<InetAddress> addresses = new ArrayList<>();
        for (String host : hosts) {
            List<InetAddress> ours = new ArrayList<>();
            for (InetAddress address : resolved(host)) {
                if (isOurs(address)) {
                    ours.add(address);
                }
            }
            if (ours.isEmpty()) {
                throw new IOException("MANAGEMENT_HOST: " + host + " is no address of this machine");
            }
            addresses.addAll(ours);
        }
        return addresses.stream().distinct().toList();
    }

    private static boolean isOurs(InetAddress address) throws IOException {
        return address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || NetworkInterface.getByInetAddress(address) != null;
    }

    private static InetAddress[] resolved(String host) throws IOException {
        try {
            return InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw new IOException("MANAGEMENT_HOST: nobody knows the address of " + host, e);
        }
    }

    private static int listen(Server server, ConnectionKeeper keeper, InetAddress address, int port)
            throws IOException {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        ServerConnector connector = keeper.connector(server, http, address.getHostAddress(), port);
        server.addConnector(connector);
        try {
            connector.open();
        } catch (IOException e) {
            throw new IOException(
                    "MANAGEMENT_PORT: cannot listen on " + address.getHostAddress() + " port " + port + ": "
                            + e.getCause().getMessage(),
                    e);
        }
        return connector.getLocalPort();
    }

    public int port() {
        return Stream.of(server.getConnectors())
                .map(ServerConnector.class::cast)
                .findFirst()
                .orElseThrow()
                .getLocalPort();
    }

    @Override
    public void close() {
        try {
            server.stop();
            // Stopping does not close what was opened before the start, if the start never came.
            Stream.of(server.getConnectors()).map(ServerConnector.class::cast).forEach(ServerConnector::close);
        } catch (Exception e) {
            throw new IllegalStateException("the management endpoint did not close", e);
        }
    }
}
