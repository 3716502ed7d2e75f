package io.moodlepipeline.localstack.operate;

import io.moodlepipeline.localstack.PipelineException;
import io.moodlepipeline.localstack.data.DataDirectory;
import io.moodlepipeline.localstack.data.DataOption;
import io.moodlepipeline.localstack.data.RunningStack;
import io.moodlepipeline.ops.OpsSettings;
import io.moodlepipeline.runtime.settings.KafkaSettings;
import io.moodlepipeline.writer.postgres.DatabaseSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * What the operator's verbs take for the environment: the caller's own, and the addresses of the stack that is up. Once the caller
 * names other brokers, nothing is taken from the stack: the tables of one pipeline must not be compared with the topics of another.
 */
public final class StackEnvironment implements Supplier<Map<String, String>>, IExecutionStrategy {
    private static final String KAFKA = KafkaSettings.BOOTSTRAP_SERVERS.name();
    private static final String DATABASE = DatabaseSettings.URL.name();
    private static final String BROKERS_OPTION = "--bootstrap-server";
    private static final String CLIENT_OPTION = "--command-config";

    private final Map<String, String> environment;
    private final DataOption data;
    private Optional<RunningStack> stack = Optional.empty();

    public StackEnvironment(Map<String, String> environment, DataOption data) {
        this.environment = Map.copyOf(environment);
        this.data = data;
    }

    /** Looks for the stack before a verb that needs one runs. */
    @Override
    public int execute(ParseResult parsed) {
        ParseResult verb = last(parsed);
        if (!verb.isUsageHelpRequested() && needsStack(verb)) {
            stack = RunningStack.read(new DataDirectory(data.path())).filter(RunningStack::isRunning);
            if (stack.isEmpty()) {
                throw new ExecutionException(
                        verb.commandSpec().commandLine(),
                        "no stack",
                        new PipelineException("The stack is not up: start it with ./pipeline up, or say "
                                + BROKERS_OPTION + " and what belongs to it"));
            }
        }
        return new RunLast().execute(parsed);
    }

    @Override
    public Map<String, String> get() {
        Map<String, String> variables = new HashMap<>(environment);
        stack.ifPresent(running -> addTo(variables, running));
        return variables;
    }

    private boolean needsStack(ParseResult verb) {
        boolean asksBrokers = verb.commandSpec().findOption(BROKERS_OPTION) != null;
        boolean isGivenOthers = !environment.getOrDefault(KAFKA, "").isBlank()
                || verb.hasMatchedOption(BROKERS_OPTION)
                || verb.hasMatchedOption(CLIENT_OPTION);
        return asksBrokers && !isGivenOthers;
    }

    private static void addTo(Map<String, String> variables, RunningStack stack) {
        variables.put(KAFKA, stack.kafka());
        if (!variables.containsKey(DATABASE)) {
            variables.put(DATABASE, stack.databaseUrl());
            variables.put(DatabaseSettings.USER.name(), RunningStack.DATABASE_USER);
            variables.put(DatabaseSettings.PASSWORD.name(), RunningStack.DATABASE_PASSWORD);
            variables.remove(DatabaseSettings.PASSWORD.name() + "_FILE");
        }
        variables.putIfAbsent(
                OpsSettings.SERVICES.name(),
                stack.management().entrySet().stream()
                        .map(service -> service.getKey() + "=" + service.getValue())
                        .collect(Collectors.joining(",")));
    }

    private static ParseResult last(ParseResult parsed) {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        return last;
    }
}
