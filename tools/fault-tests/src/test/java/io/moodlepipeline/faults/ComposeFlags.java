package io.moodlepipeline.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The flags of the JVM with which the compose file starts a service. */
final class ComposeFlags {
    private static final Path FILE = Path.of("..", "..", "docker-compose.yml");
    private static final Pattern OPTIONS = Pattern.compile("JAVA_TOOL_OPTIONS: (.*)");

    private ComposeFlags() {}

    static List<String> of(String service) {
        String file = read();
        Matcher own = OPTIONS.matcher(section(file, "  " + service + ":"));
        Matcher common = OPTIONS.matcher(section(file, "x-java-environment:"));
        if (own.find()) {
            return List.of(own.group(1).split(" "));
        }
        if (common.find()) {
            return List.of(common.group(1).split(" "));
        }
        throw new IllegalStateException("the compose file has no JAVA_TOOL_OPTIONS for " + service);
    }

    /** Up to the next line with a key that is indented no more. */
    private static String section(String file, String head) {
        int begin = file.indexOf("\n" + head);
        String rest = file.substring(begin + 1 + head.length());
        String indent = head.substring(0, head.length() - head.stripLeading().length());
        Matcher next = Pattern.compile("\n" + indent + "[a-z]").matcher(rest);
        return next.find() ? rest.substring(0, next.start()) : rest;
    }

    private static String read() {
        try {
            return Files.readString(FILE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
