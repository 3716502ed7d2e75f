package io.moodlepipeline.ops;

import io.moodlepipeline.runtime.service.ProcessDefaults;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** The verbs as a program of their own. */
public final class OpsApplication {
    private OpsApplication() {}

    public static void main(String[] arguments) {
        ProcessDefaults.fix();
        // Before the first logger is made: what libraries say must not stand between the lines of a table.
        System.setProperty("logback.configurationFile", "logback-ops.xml");
        System.exit(OpsCommand.commandLine(System::getenv)
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .execute(arguments));
    }
}
