package io.moodlepipeline.zohosimulator;

import io.moodlepipeline.zohosimulator.command.SimulatorCommand;
import java.util.Locale;
import picocli.CommandLine;

/** The simulator as a process. */
public final class ZohoSimulatorApplication {
    private ZohoSimulatorApplication() {}

    public static void main(String[] arguments) {
        // Numbers look the same whatever the machine's language is.
        Locale.setDefault(Locale.ROOT);
        // Before the first logger is made.
        System.setProperty("logback.configurationFile", "logback-simulator.xml");
        CommandLine command = SimulatorCommand.commandLine();
        int exitCode = command.execute(arguments);
        ZohoSimulator simulator = command.getExecutionResult();
        if (simulator == null) {
            System.exit(exitCode);
            return;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(simulator::close, "stop"));
        command.getOut().println("READY " + simulator.url());
        command.getOut().flush();
    }
}
