package io.moodlepipeline.ops.deployment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The options of a command as they were given, before the verb or behind it, to be repeated in another command. */
final class GivenOptions {
    private final List<ParseResult> levels;

    private GivenOptions(List<ParseResult> levels) {
        this.levels = List.copyOf(levels);
    }

    static GivenOptions of(CommandSpec command) {
        List<ParseResult> levels = new ArrayList<>();
        for (CommandSpec level = command; level != null; level = level.parent()) {
            levels.add(level.commandLine().getParseResult());
        }
        return new GivenOptions(levels);
    }

    /** Those of these that were given, each with a blank before it. */
    String naming(String... names) {
        return Arrays.stream(names)
                .flatMap(name -> value(name).map(value -> " " + name + " " + value).stream())
                .collect(Collectors.joining());
    }

    /** In a form that a shell takes for one word; the last one where it was given twice. */
    Optional<String> value(String name) {
        return levels.stream()
                .filter(level -> level.hasMatchedOption(name))
                .map(level -> level.matchedOption(name))
                .map(OptionSpec::originalStringValues)
                .filter(values -> !values.isEmpty())
                .map(values -> ShellWord.of(values.get(values.size() - 1)))
                .findFirst();
    }
}
