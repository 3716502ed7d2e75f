package io.moodlepipeline.ops.deployment;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** For tests of what words its commands by one. */
public final class Deployments {
    private Deployments() {}

    /** Neither the local stack nor compose. */
    public static Deployment any() {
        return of(CommandSpec.create(), "");
    }

    static Deployment of(CommandSpec command, String classPath) {
        new CommandLine(command).parseArgs();
        return Deployment.of(command, Map.of(), classPath);
    }
}
