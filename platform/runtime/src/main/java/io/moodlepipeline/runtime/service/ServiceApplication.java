package io.moodlepipeline.runtime.service;

import io.moodlepipeline.runtime.settings.InvalidSettingsException;
import java.util.Map;
import java.util.function.Function;

/**
 * The life of a service's process: start, wait, stop on SIGTERM. Exit codes: 1 failed, 2 settings that do not work; after a
 * signal the JVM's own, 143 for SIGTERM.
 */
public final class ServiceApplication {
    private static final int FAILED = 1;
    private static final int BAD_SETTINGS = 2;

    private ServiceApplication() {}

    /** @param starter takes the environment and returns the running service */
    public static void main(Function<Map<String, String>, RunningService> starter) {
        ProcessDefaults.fix();
        Map<String, String> environment = System.getenv();
        // Before the first logger is made: logback reads its configuration then.
        if ("json".equals(environment.get("LOG_FORMAT"))) {
            System.setProperty("logback.configurationFile", "logback-json.xml");
        }
        try {
            run(starter.apply(environment));
        } catch (InvalidSettingsException e) {
            System.err.println("These settings do not work:\n" + e.getMessage());
            System.exit(BAD_SETTINGS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void run(RunningService service) throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(service::close, service.name() + "-shutdown"));
        service.awaitFailure();
        System.err.println(service.name() + " stopped: " + service.health().detail());
        System.exit(FAILED);
    }
}
