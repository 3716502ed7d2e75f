package io.moodlepipeline.localstack.up;

import java.nio.file.Path;

/** Sends the log of broker, database and services to one file, so that the console stays readable. */
final class Logs {
    private Logs() {}

    /** Has effect only before the first logger is made: logback reads its configuration then. */
    static void to(Path file) {
        System.setProperty("pipeline.log", file.toString());
        System.setProperty("logback.configurationFile", "logback-local-stack.xml");
    }
}
