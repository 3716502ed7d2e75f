package io.moodlepipeline.localstack.up;

import io.moodlepipeline.localstack.PipelineException;
import io.moodlepipeline.localstack.data.DataLock;
import io.moodlepipeline.localstack.data.MoodleToken;
import io.moodlepipeline.localstack.data.RunningStack;
import io.moodlepipeline.localstack.data.ZohoFiles;
import io.moodlepipeline.runtime.service.Trace;
import io.moodlepipeline.runtime.topics.RetentionSettings;
import io.moodlepipeline.testkit.EmbeddedPostgreSql;
import io.moodlepipeline.zohosimulator.options.Credentials;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole pipeline in this process. Parts start stage by stage, those of one stage together, and stop stage by stage in
 * the opposite order. {@link #close} may come from another thread at any time, also in the middle of a start.
 */
final class Stack implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Stack.class);

    private final StackSettings settings;
    private final Progress progress;
    private final PostgreSqlPart postgreSql;
    private final KafkaPart kafka;
    private final List<ServicePart> services = new ArrayList<>();
    private final List<List<Part>> stages = new ArrayList<>();
    private final Set<Part> started = Collections.synchronizedSet(new HashSet<>());
    private DataLock lock;
    private volatile boolean closing;

    Stack(StackSettings settings, Progress progress) {
        this.settings = settings;
        this.progress = progress;
        postgreSql = new PostgreSqlPart(settings);
        kafka = new KafkaPart(settings);
    }

    /** Returns when every part is ready; when one fails, stops the others and says which and why. */
    synchronized RunningStack start() {
        lock = DataLock.acquire(settings.data());
        try {
            // Left behind by a kill, it would hold our own port.
            EmbeddedPostgreSql.stopOrphan(settings.data().postgreSql());
            settings.ports().requireFree(settings.services(), settings.simulator());
            plan();
            for (List<Part> stage : stages) {
                start(stage);
            }
            RunningStack running = running();
            running.write(settings.data());
            return running;
        } catch (RuntimeException e) {
            stopAll();
            throw e;
        }
    }

    List<ServicePart> services() {
        return List.copyOf(services);
    }

    boolean isClosing() {
        return closing;
    }

    @Override
    public void close() {
        closing = true;
        stopAll();
    }

    private void plan() {
        writeZohoFiles();
        ServiceEnvironment environment =
                new ServiceEnvironment(settings, kafka.bootstrapServers(), postgreSql.database(), token());
        for (StackService service : settings.services()) {
            services.add(new ServicePart(
                    service, environment.of(service), address(service), mustBeReady(service), this::isClosing));
        }
        stages.add(
                settings.simulator()
                        ? List.of(new SimulatorPart(settings), kafka, postgreSql)
                        : List.of(kafka, postgreSql));
        stages.add(List.copyOf(services));
    }

    /** A Zoho that is not the stack's may be away, which must not keep the rest from running. */
    private boolean mustBeReady(StackService service) {
        return service != StackService.ZOHO_SINK || (settings.hasOwnZoho() && settings.simulator());
    }

    private void writeZohoFiles() {
        Credentials credentials = SimulatorPart.options().credentials();
        ZohoFiles.write(
                settings.data(),
                SimulatorPart.url(settings),
                credentials.clientId(),
                credentials.clientSecret(),
                credentials.refreshToken());
    }

    private Optional<String> token() {
        if (!ServiceEnvironment.needsToken(settings.environment())) {
            return Optional.empty();
        }
        String token = MoodleToken.keep(settings.data(), settings.environment()).value();
        progress.saySecret("token of tenant default", token, settings.data().token());
        return Optional.of(token);
    }

    private void start(List<Part> stage) {
        requireNotClosing();
        List<CompletableFuture<Void>> starts = stage.stream()
                .map(part ->
                        CompletableFuture.runAsync(() -> start(part), task -> new Thread(task, part.name()).start()))
                .toList();
        RuntimeException first = null;
        for (CompletableFuture<Void> start : starts) {
            try {
                start.join();
            } catch (CompletionException e) {
                first = first == null ? asIs(e.getCause()) : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private void start(Part part) {
        long begin = System.nanoTime();
        try {
            part.start();
        } catch (Exception | LinkageError e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            log.atError()
                    .addKeyValue("part", part.name())
                    .addKeyValue("reason", Reason.of(e))
                    .setCause(Trace.of(e))
                    .log("Did not start");
            // A part that is asked to start while the process ends fails of that.
            requireNotClosing();
            throw new PipelineException(
                    part.name() + " did not start: " + Reason.of(e) + "\nThe whole story is in "
                            + settings.data().log(),
                    e);
        }
        started.add(part);
        progress.started(part, Duration.ofNanos(System.nanoTime() - begin));
    }

    private synchronized void stopAll() {
        if (lock == null) {
            // Never started, or stopped already: the folder may be another stack's.
            return;
        }
        RunningStack.remove(settings.data());
        for (int stage = stages.size() - 1; stage >= 0; stage--) {
            stages.get(stage).stream().filter(started::remove).forEach(this::stop);
        }
        lock.close();
        lock = null;
    }

    private void stop(Part part) {
        long begin = System.nanoTime();
        try {
            part.stop();
            progress.stopped(part, Duration.ofNanos(System.nanoTime() - begin));
        } catch (RuntimeException e) {
            // The others are to be stopped all the same.
            log.atError().addKeyValue("part", part.name()).setCause(Trace.of(e)).log("Did not stop cleanly");
            progress.say(part.name() + " did not stop cleanly: " + Reason.of(e));
        }
    }

    private void requireNotClosing() {
        if (closing) {
            throw new PipelineException("Stopped before everything was up");
        }
    }

    private RunningStack running() {
        return new RunningStack(
                ProcessHandle.current().pid(),
                URI.create("http://" + gatewayAddress()),
                kafka.bootstrapServers(),
                postgreSql.database().jdbcUrl(),
                settings.hasOwnZoho() ? SimulatorPart.url(settings) : null,
                zohoTenants().toAbsolutePath().toString(),
                settings.services().stream().map(StackService::moduleName).toList(),
                management(),
                retention());
    }

    private Map<String, String> retention() {
        Map<String, String> chosen = new HashMap<>(settings.environment());
        chosen.keySet().retainAll(Set.of(RetentionSettings.EVENTS.name(), RetentionSettings.DEAD_LETTERS.name()));
        return chosen;
    }

    private Path zohoTenants() {
        return settings.hasOwnZoho()
                ? settings.data().zohoTenants()
                : Path.of(settings.environment().get(ServiceEnvironment.ZOHO_TENANTS));
    }

    private Map<String, String> management() {
        Map<String, String> addresses = new LinkedHashMap<>();
        for (StackService service : StackService.values()) {
            addresses.put(service.moduleName(), managementAddress(service));
        }
        return addresses;
    }

    private String address(StackService service) {
        String management = "management " + managementAddress(service);
        return service == StackService.INGEST_GATEWAY ? gatewayAddress() + ", " + management : management;
    }

    private String managementAddress(StackService service) {
        return "127.0.0.1:" + settings.ports().management().get(service).number();
    }

    private String gatewayAddress() {
        return settings.gatewayHost() + ":" + settings.ports().gateway().number();
    }

    private static RuntimeException asIs(Throwable failure) {
        return failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
    }
}
