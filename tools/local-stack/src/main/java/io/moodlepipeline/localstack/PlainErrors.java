package io.moodlepipeline.localstack;

import picocli.CommandLine;

/** Says in one sentence what a person can do something about, as the operator's verbs do. */
final class PlainErrors implements CommandLine.IExecutionExceptionHandler {
    private final CommandLine.IExecutionExceptionHandler operators = new io.moodlepipeline.ops.PlainErrors();

    @Override
    public int handleExecutionException(Exception exception, CommandLine command, CommandLine.ParseResult parsed)
            throws Exception {
        if (exception instanceof PipelineException) {
            command.getErr().println(exception.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        return operators.handleExecutionException(exception, command, parsed);
    }
}
