package io.moodlepipeline.faults;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of a small JVM: several share two cores with a broker and a database. */
final class JavaCommand {
    private JavaCommand() {}

    static List<String> of(int heapMegabytes, String... arguments) {
        return of(List.of("-Xmx" + heapMegabytes + "m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"), arguments);
    }

    static List<String> of(List<String> flags, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of(arguments));
        return command;
    }
}
