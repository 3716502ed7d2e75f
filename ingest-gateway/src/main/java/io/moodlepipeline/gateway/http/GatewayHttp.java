package io.moodlepipeline.gateway.http;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpResponseException;
import io.micrometer.core.instrument.MeterRegistry;
import io.moodlepipeline.event.EventType;
import io.moodlepipeline.gateway.ingest.EventIngest;
import io.moodlepipeline.gateway.tenants.ClientAddress;
import io.moodlepipeline.gateway.tenants.Tenants;
import io.moodlepipeline.runtime.connections.ConnectionKeeper;
import io.moodlepipeline.runtime.connections.ConnectionLimits;
import io.moodlepipeline.runtime.service.Health;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.eclipse.jetty.server.LowResourceMonitor;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds the HTTP application; the caller starts and stops it. */
public final class GatewayHttp {
    private static final Logger log = LoggerFactory.getLogger(GatewayHttp.class);
    private static final String EVENTS = "/api/v1/events/moodle/";
    private static final String CONNECTION_TEST = "/api/v1/connection-test";
    private static final String HEALTH = "/api/v1/health";

    /** Every answer is out within 5 s; this leaves time to send it. */
    public static final Duration ANSWER_WITHIN = Duration.ofMillis(4700);

    /** No thread waits for a body or a broker, so a few serve many connections. */
    private static final int MAX_THREADS = 16;

    /** Never so few that one large body could hold up everybody else's. */
    private static final int ANSWERING_THREADS =
            Math.max(4, Runtime.getRuntime().availableProcessors());

    private static final long DRAIN_MILLIS = 6_000;

    private final BodyBudget budget;
    private final Gate gate;
    private final EventIngest ingest;
    private final Supplier<CompletableFuture<Health>> brokerHealth;
    private final Clock clock;
    private final Duration answerWithin;
    private final RequestMetrics metrics;
    private final ConnectionKeeper connections;
    private final QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 4);

    /** About as many as can run at once: they are always awake under load, where the server's own many would be woken one by one. */
    private final ExecutorService answering =
            Executors.newFixedThreadPool(ANSWERING_THREADS, GatewayHttp::answeringThread);

    /**
     * @param open whether events may be taken at all
     * @param brokerHealth whether the brokers take records now; completes within a few seconds
     * @param limits of the connections
     * @param answerWithin from a request's headers to its answer, at most; {@link #ANSWER_WITHIN} but for tests
     */
    public GatewayHttp(
            Tenants tenants,
            ClientAddress clientAddress,
            EventIngest ingest,
            BooleanSupplier open,
            Supplier<CompletableFuture<Health>> brokerHealth,
            Clock clock,
            Duration answerWithin,
            ConnectionLimits limits,
            MeterRegistry metrics) {
        this.gate = new Gate(tenants, clientAddress, open);
        this.budget = new BodyBudget(Runtime.getRuntime().maxMemory(), limits.most(), tenants.isOne());
        this.ingest = ingest;
        this.brokerHealth = brokerHealth;
        this.clock = clock;
        this.answerWithin = answerWithin;
        this.metrics = new RequestMetrics(metrics);
        this.connections = new ConnectionKeeper(limits, System::nanoTime);
        this.metrics.watch(connections);
    }

    public Javalin create() {
        return Javalin.create(config -> {
            server(config);
            for (EventType type : EventType.webhooks()) {
                config.routes.post(
                        EVENTS + type.pathName(), endpoint(type.pathName(), new EventReception(type, ingest, clock)));
            }
            config.routes.post(CONNECTION_TEST, endpoint("connection_test", new ConnectionCheck(clock)));
            config.routes.get(HEALTH, this::health);
            // Otherwise Javalin answers 200 to the head, whatever the health is.
            config.routes.head(HEALTH, this::health);
            config.routes.exception(RefusedException.class, (refused, ctx) -> refuse(ctx, refused.refusal()));
            config.routes.exception(HttpResponseException.class, this::noSuchRoute);
            config.routes.exception(Exception.class, this::failed);
        });
    }

    private AuthenticEndpoint endpoint(String name, AuthenticEndpoint.Purpose purpose) {
        return new AuthenticEndpoint(name, purpose, budget, gate, answering, answerWithin, clock, metrics);
    }

    private static Thread answeringThread(Runnable work) {
        Thread thread = new Thread(work, "answers");
        thread.setDaemon(true);
        return thread;
    }

    private void server(JavalinConfig config) {
        threads.setName("http");
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.jetty.threadPool = threads;
        config.events.serverStopped(answering::shutdown);
        config.jetty.modifyServer(server -> {
            // On SIGTERM: no new requests, but those in hand get their answer.
            server.insertHandler(new OwnMethod());
            server.insertHandler(new GracefulHandler());
            server.insertHandler(connections);
            // It would end every connection that was idle for a second whenever all threads are busy.
            server.removeBean(server.getBean(LowResourceMonitor.class));
            server.setStopTimeout(DRAIN_MILLIS);
            server.setErrorHandler(new ConnectionErrors());
        });
        config.jetty.modifyHttpConfiguration(http -> http.setSendDateHeader(true));
        config.jetty.addConnector(
                (server, http) -> connections.connector(server, http, config.jetty.host, config.jetty.port));
    }

    private void health(Context ctx) {
        ctx.future(() -> brokerHealth.get().thenAcceptAsync(health -> answerHealth(ctx, health), threads));
    }

    private void answerHealth(Context ctx, Health health) {
        if (health.ready()) {
            Answers.healthy(ctx, clock.instant());
        } else {
            Answers.refused(ctx, Refusal.brokerUnavailable(health.detail()));
        }
    }

    private void refuse(Context ctx, Refusal refusal) {
        Answers.refused(ctx, refusal);
        metrics.refused(refusal.status());
    }

    private void noSuchRoute(HttpResponseException e, Context ctx) {
        if (e.getStatus() == Refusal.METHOD_NOT_ALLOWED.status()) {
            ctx.header(Header.ALLOW, ctx.path().equals(HEALTH) ? "GET, HEAD" : "POST");
            refuse(ctx, Refusal.METHOD_NOT_ALLOWED);
        } else {
            refuse(ctx, Refusal.NOT_FOUND);
        }
    }

    /** The message may quote the request, so only the kind of the failure is logged. */
    private void failed(Exception e, Context ctx) {
        log.atError()
                .addKeyValue("failure", e.getClass().getName())
                .addKeyValue("at", e.getStackTrace().length == 0 ? "unknown" : e.getStackTrace()[0])
                .log("Request failed");
        refuse(ctx, Refusal.INTERNAL_ERROR);
    }
}
