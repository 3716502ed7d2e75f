package io.moodlepipeline.ops;

/** The verbs as a program of their own. */
public final class OpsApplication {
    private OpsApplication() {}

    public static void main(String[] arguments) {
        // Before the first logger is made: what libraries say must not stand between the lines of a table.
        System.setProperty("logback.configurationFile", "logback-ops.xml");
        System.exit(OpsCommand.commandLine(System::getenv).execute(arguments));
    }
}
