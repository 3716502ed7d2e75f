package io.moodlepipeline.ops;

import io.moodlepipeline.runtime.service.Trace;
import io.moodlepipeline.runtime.settings.InvalidSettingsException;
import picocli.CommandLine;

/** Says in one sentence what a person can do something about; anything else is a defect and keeps its stack trace, but not the messages. */
public final class PlainErrors implements CommandLine.IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception exception, CommandLine command, CommandLine.ParseResult parsed)
            throws Exception {
        if (exception instanceof InvalidSettingsException) {
            command.getErr().println("These settings do not work:\n" + exception.getMessage());
            return ExitCode.USAGE;
        }
        if (exception instanceof OpsException) {
            command.getErr().println(exception.getMessage());
            return ExitCode.FAILED;
        }
        throw Trace.of(exception);
    }
}
