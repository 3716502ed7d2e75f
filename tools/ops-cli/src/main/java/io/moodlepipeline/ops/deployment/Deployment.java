package io.moodlepipeline.ops.deployment;

import io.moodlepipeline.ops.OpsSettings;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;

/** Words commands so that they work when they are pasted: called as this one was, and about the same pipeline. */
public final class Deployment {
    /** A service that is reached by its own name, as compose lets its containers reach each other. */
    private static final Pattern NAMED = Pattern.compile("\\s*([^=]+)=\\1:.*");

    private final Kind kind;
    private final String program;
    private final GivenOptions options;

    private Deployment(Kind kind, String program, GivenOptions options) {
        this.kind = kind;
        this.program = program;
        this.options = options;
    }

    private enum Kind {
        LOCAL_STACK,
        COMPOSE,
        OTHER
    }

    /**
     * That in which a command runs.
     *
     * @param command is parsed already
     */
    public static Deployment of(CommandSpec command, Map<String, String> environment) {
        return of(command, environment, System.getProperty("java.class.path", ""));
    }

    /** @param classPath of this program, which is the jar's path as it was typed when it was started by {@code java -jar} */
    static Deployment of(CommandSpec command, Map<String, String> environment, String classPath) {
        Kind kind = kind(command, environment);
        String program = switch (kind) {
            case LOCAL_STACK -> "./pipeline ";
            case COMPOSE -> "docker compose run --rm ops ";
            case OTHER ->
                "java -jar " + (classPath.endsWith("ops-cli.jar") ? ShellWord.of(classPath) : "ops-cli.jar") + " ";
        };
        return new Deployment(kind, program, GivenOptions.of(command));
    }

    private static Kind kind(CommandSpec command, Map<String, String> environment) {
        if (command.root().name().equals("pipeline")) {
            return Kind.LOCAL_STACK;
        }
        String services = environment.getOrDefault(OpsSettings.SERVICES.name(), "");
        boolean named = Arrays.stream(services.split(",", -1))
                .allMatch(service -> NAMED.matcher(service).matches());
        return named ? Kind.COMPOSE : Kind.OTHER;
    }

    /** One of this program's verbs. */
    public String verb(String verb) {
        return program + verb + options.naming("--data", "--bootstrap-server", "--command-config");
    }

    /** One of this program's verbs that looks into the tables, too. */
    public String tableVerb(String verb) {
        return verb(verb) + options.naming("--database-url", "--database-user");
    }

    /** Starts a service, the broker ({@code kafka}) or the database ({@code postgres}); does no harm to one that runs. */
    public String start(String part) {
        return switch (kind) {
            case LOCAL_STACK -> "stop the stack with Ctrl-C and start it with " + up();
            case COMPOSE -> "docker compose up --detach " + part;
            case OTHER -> "start " + part;
        };
    }

    /** Stops all instances of a service, and nothing else for longer than a moment. */
    public String stop(String service) {
        return switch (kind) {
            case LOCAL_STACK -> "stop the stack with Ctrl-C and start it with " + up() + " --without " + service;
            case COMPOSE -> "docker compose stop " + service;
            case OTHER -> "stop every instance of " + service;
        };
    }

    /** Starts again what {@link #stop} has stopped. */
    public String startAgain(String service) {
        return kind == Kind.COMPOSE ? "docker compose up --detach --no-deps " + service : start(service);
    }

    /** Does something while no instance of a service runs. */
    public String whileStopped(String service, String command) {
        // Compose's can be pasted as one line; the service starts again also when the command did not work.
        String then = kind == Kind.COMPOSE ? "; " : ", then ";
        return stop(service) + then + command + then + startAgain(service);
    }

    /** Shows why something does not work. */
    public String log(String part) {
        return switch (kind) {
            case LOCAL_STACK -> "tail -n 50 " + options.value("--data").orElse(".pipeline") + "/logs/pipeline.log";
            case COMPOSE -> "docker compose logs --tail 50 " + part;
            case OTHER -> "read the log of " + part;
        };
    }

    /** Shows what fills a broker's disk; the path is the broker's. */
    public String diskUse(String path) {
        return kind == Kind.COMPOSE ? "docker system df" : "df -h " + ShellWord.of(path);
    }

    private String up() {
        return "./pipeline up" + options.naming("--data");
    }
}
