package io.moodlepipeline.localstack.demo;

import io.moodlepipeline.localstack.PipelineException;
import io.moodlepipeline.localstack.data.DataDirectory;
import io.moodlepipeline.localstack.data.DataOption;
import io.moodlepipeline.localstack.data.MoodleToken;
import io.moodlepipeline.localstack.data.RunningStack;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Plays the story on a stack that is up. It can be played again and again: the rows are the same, the events are new. */
@Command(
        name = "demo",
        description = "Send sample events to a running stack and show the rows they became.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class DemoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    private final DataOption data;

    public DemoCommand(DataOption data) {
        this.data = data;
    }

    @Override
    public Integer call() throws InterruptedException {
        DataDirectory directory = new DataDirectory(data.path());
        RunningStack stack = RunningStack.read(directory).orElseThrow(DemoCommand::notUp);
        Gateway gateway = new Gateway(stack.gateway(), token(directory));
        if (!gateway.answers()) {
            throw notUp();
        }
        PrintWriter console = spec.commandLine().getOut();
        Expected expected = new Story(Instant.now(), gateway, console).play();
        show(stack, expected, console);
        return CommandLine.ExitCode.OK;
    }

    private static void show(RunningStack stack, Expected expected, PrintWriter console) throws InterruptedException {
        try (Rows rows = Rows.connect(stack)) {
            rows.await(expected);
            for (ShownTable table : ShownTable.values()) {
                console.println();
                console.print(rows.show(table));
            }
            console.flush();
        } catch (SQLException e) {
            throw new PipelineException(
                    "PostgreSQL does not answer as expected at " + stack.databaseUrl() + ": SQL state "
                            + e.getSQLState(),
                    e);
        }
    }

    private static String token(DataDirectory directory) {
        return MoodleToken.kept(directory).map(MoodleToken::value).orElse("");
    }

    private static PipelineException notUp() {
        return new PipelineException("The stack is not up: start it with ./pipeline up");
    }
}
