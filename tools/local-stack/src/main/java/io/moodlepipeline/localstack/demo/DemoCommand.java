package io.moodlepipeline.localstack.demo;

import io.moodlepipeline.localstack.PipelineException;
import io.moodlepipeline.localstack.data.DataDirectory;
import io.moodlepipeline.localstack.data.DataOption;
import io.moodlepipeline.localstack.data.DatabasePassword;
import io.moodlepipeline.localstack.data.MoodleToken;
import io.moodlepipeline.localstack.data.RunningStack;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Plays the story on a stack that is up, as far as the simulator of Zoho. It can be played again and again: the rows are the same, the events are new. */
@Command(
        name = "demo",
        description = "Send sample events to a running stack and show the rows and records they became.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class DemoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    private final DataOption data;

    @Option(
            names = "--send-to-zoho",
            description =
                    "Send them although the stack's zoho-sink writes to tenants of your own, and not to the simulator.")
    private boolean sendToZoho;

    public DemoCommand(DataOption data) {
        this.data = data;
    }

    @Override
    public Integer call() throws InterruptedException {
        DataDirectory directory = new DataDirectory(data.path());
        RunningStack stack = RunningStack.read(directory).orElseThrow(DemoCommand::notUp);
        if (stack.simulator() == null && !sendToZoho) {
            throw new PipelineException("This stack's zoho-sink writes to the tenants of " + stack.zohoTenants()
                    + ", where the demo's made-up students would appear: say --send-to-zoho if they may");
        }
        Gateway gateway = new Gateway(stack.gateway(), token(directory));
        if (!gateway.answers()) {
            throw notUp();
        }
        PrintWriter console = spec.commandLine().getOut();
        Expected expected = new Story(Instant.now(), gateway, console).play();
        show(stack, DatabasePassword.kept(directory), expected, console);
        return CommandLine.ExitCode.OK;
    }

    private static void show(RunningStack stack, String password, Expected expected, PrintWriter console)
            throws InterruptedException {
        try (Rows rows = Rows.connect(stack, password)) {
            rows.await(expected);
            for (ShownTable table : ShownTable.values()) {
                console.println();
                console.print(rows.show(table));
            }
            console.flush();
            if (stack.simulator() != null) {
                rows.ledger().awaitRows();
                showRecords(new ZohoRecords(stack.simulator()), console);
            }
        } catch (SQLException e) {
            throw new PipelineException(
                    "PostgreSQL does not answer as expected at " + stack.databaseUrl() + ": SQL state "
                            + e.getSQLState(),
                    e);
        }
    }

    private static void showRecords(ZohoRecords records, PrintWriter console) throws InterruptedException {
        for (ShownModule module : ShownModule.values()) {
            console.println();
            console.print(records.show(module));
        }
        console.flush();
    }

    private static String token(DataDirectory directory) {
        return MoodleToken.kept(directory).map(MoodleToken::value).orElse("");
    }

    private static PipelineException notUp() {
        return new PipelineException("The stack is not up: start it with ./pipeline up");
    }
}
