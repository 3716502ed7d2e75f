package io.moodlepipeline.localstack.operate;

import io.moodlepipeline.localstack.PipelineException;
import io.moodlepipeline.localstack.data.DataDirectory;
import io.moodlepipeline.localstack.data.DataOption;
import io.moodlepipeline.localstack.data.RunningStack;
import io.moodlepipeline.ops.OpsSettings;
import io.moodlepipeline.postgresql.DatabaseSettings;
import io.moodlepipeline.runtime.settings.KafkaSettings;
import io.moodlepipeline.zoho.tenant.TenantsSetting;
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
        if (!verb.isUsageHelpRequested() && asksBrokers(verb) && !isGivenOthers(verb)) {
            try {
                stack = Optional.of(running());
            } catch (PipelineException e) {
                throw new ExecutionException(verb.commandSpec().commandLine(), e.getMessage(), e);
            }
        }
        return new RunLast().execute(parsed);
    }

    private RunningStack running() {
        return RunningStack.read(new DataDirectory(data.path()))
                .filter(RunningStack::hasProcess)
                .orElseThrow(() -> new PipelineException(
                        "The stack is not up: start it with ./pipeline up, or say --data DIR if it"
                                + " was started so, or " + BROKERS_OPTION + " and what belongs to it"));
    }

    @Override
    public Map<String, String> get() {
        Map<String, String> variables = new HashMap<>(environment);
        stack.ifPresent(running -> addTo(variables, running, new DataDirectory(data.path())));
        return variables;
    }

    private static boolean asksBrokers(ParseResult verb) {
        return verb.commandSpec().findOption(BROKERS_OPTION) != null;
    }

    private boolean isGivenOthers(ParseResult verb) {
        return !environment
                        .getOrDefault(KafkaSettings.BOOTSTRAP_SERVERS.name(), "")
                        .isBlank()
                || verb.hasMatchedOption(BROKERS_OPTION)
                || verb.hasMatchedOption(CLIENT_OPTION);
    }

    private static void addTo(Map<String, String> variables, RunningStack stack, DataDirectory data) {
        variables.put(KafkaSettings.BOOTSTRAP_SERVERS.name(), stack.kafka());
        if (!variables.containsKey(DatabaseSettings.URL.name())) {
            variables.put(DatabaseSettings.URL.name(), stack.databaseUrl());
            variables.put(DatabaseSettings.USER.name(), RunningStack.DATABASE_USER);
            variables.put(
                    DatabaseSettings.PASSWORD.name() + "_FILE",
                    data.databasePassword().toString());
            variables.remove(DatabaseSettings.PASSWORD.name());
        }
        stack.retention().forEach(variables::putIfAbsent);
        variables.putIfAbsent(TenantsSetting.FILE.name(), stack.zohoTenants());
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
