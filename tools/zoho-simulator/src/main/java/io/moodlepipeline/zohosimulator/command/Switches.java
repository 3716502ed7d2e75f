package io.moodlepipeline.zohosimulator.command;

import io.moodlepipeline.zohosimulator.options.Deviation;
import java.util.EnumSet;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The {@link Switch}es as options of a command. */
final class Switches {
    private Switches() {}

    static void addTo(CommandSpec command) {
        for (Switch each : Switch.values()) {
            command.addOption(OptionSpec.builder(each.option())
                    .paramLabel(each.usual() + "|" + each.other())
                    .type(String.class)
                    .description("Unknown in Zoho: " + each.about() + " (default: " + each.usual() + ").")
                    .build());
        }
    }

    /** @throws CommandLine.ParameterException for a word that a switch does not have */
    static Set<Deviation> deviations(CommandLine command) {
        ParseResult parsed = command.getParseResult();
        Set<Deviation> deviations = EnumSet.noneOf(Deviation.class);
        for (Switch each : Switch.values()) {
            String word = parsed.matchedOptionValue(each.option(), each.usual());
            if (word.equals(each.other())) {
                deviations.add(each.deviation());
            } else if (!word.equals(each.usual())) {
                throw new CommandLine.ParameterException(
                        command, each.option() + " is " + each.usual() + " or " + each.other());
            }
        }
        return deviations;
    }
}
