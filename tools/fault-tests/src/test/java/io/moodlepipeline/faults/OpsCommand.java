package io.moodlepipeline.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The operator's program, run as an operator does. */
final class OpsCommand {
    private OpsCommand() {}

    /** How it ended, and all that it printed. */
    record Answer(int exitCode, String output) {}

    /** Fails unless it succeeds. */
    static void run(Stack stack, String... arguments) throws IOException, InterruptedException {
        Answer answer = answer(stack, arguments);
        if (answer.exitCode() != 0) {
            throw new AssertionError(String.join(" ", arguments) + " failed:\n" + answer.output());
        }
    }

    static Answer answer(Stack stack, String... arguments) throws IOException, InterruptedException {
        List<String> command = JavaCommand.of(
                128, "-jar", Path.of("..", "ops-cli", "target", "ops-cli.jar").toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("KAFKA_BOOTSTRAP_SERVERS", stack.brokers());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(process.waitFor(), output);
    }
}
