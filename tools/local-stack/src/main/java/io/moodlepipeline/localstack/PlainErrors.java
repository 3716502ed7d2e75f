package io.moodlepipeline.localstack;

import io.moodlepipeline.runtime.service.Trace;
import picocli.CommandLine;

/** Says in one sentence what a person can do something about; anything else is a defect and keeps its stack trace, but not the messages. */
final class PlainErrors implements CommandLine.IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception exception, CommandLine command, CommandLine.ParseResult parsed)
            throws Exception {
        if (!(exception instanceof PipelineException)) {
            throw Trace.of(exception);
        }
        command.getErr().println(exception.getMessage());
        return CommandLine.ExitCode.SOFTWARE;
    }
}
