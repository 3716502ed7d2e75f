package io.moodlepipeline.ops.trace;

import io.moodlepipeline.event.Topics;
import io.moodlepipeline.ops.ExitCode;
import io.moodlepipeline.ops.output.OutputOptions;
import io.moodlepipeline.ops.output.SafeText;
import io.moodlepipeline.ops.output.Table;
import java.io.PrintWriter;
import java.util.List;
import java.util.UUID;

/** Prints what was found: for people with sentences around the table. The results are exit codes. */
final class StoryPrinter {
    private static final long RETAINED_DAYS = Topics.ALL.get(0).retention().toDays();

    private static final int MOST_EXPLAINED = 10;

    private final OutputOptions output;
    private final PrintWriter out;
    private final Description description;

    StoryPrinter(OutputOptions output, PrintWriter out, Description description) {
        this.output = output;
        this.out = out;
        this.description = description;
    }

    int print(UUID eventId, Inquiry.Found found) {
        if (found.isNothing()) {
            return nothing(
                    "event with the id " + eventId,
                    new EventStory(found.letters(), found.fates(), found::zoho, description)
                            .steps(TracedEvent.of("", eventId.toString())));
        }
        if (found.events().isEmpty()) {
            output.print(out, new PersonStory(found.fates(), found::zoho, description).events(List.of(), found.rows()));
            return ExitCode.OK;
        }
        TracedEvent event = found.events().get(0);
        say(heading(event));
        output.print(out, new EventStory(found.letters(), found.fates(), found::zoho, description).steps(event));
        say("");
        conclude(found.fates().of(event), "");
        found.zoho(event).ifPresent(fate -> conclude(fate, ""));
        return ExitCode.OK;
    }

    int print(String tenant, long userId, Inquiry.Found found) {
        Table events = new PersonStory(found.fates(), found::zoho, description).events(found.events(), found.rows());
        if (found.isNothing()) {
            return nothing("event about user " + userId + " of tenant " + tenant, events);
        }
        output.print(out, events);
        say("");
        if (found.rows().isEmpty()) {
            say("Whether what was consumed is in the tables was not looked for: give --database-url.");
        } else if (found.events().stream()
                .allMatch(event -> found.fates().of(event).outcome().isGood())) {
            say("Every event is in its table, or was replaced there by a newer one.");
        }
        List<TracedEvent> unfinished = found.events().stream()
                .filter(event -> found.fates().of(event).outcome().isUnfinished())
                .toList();
        unfinished.stream()
                .limit(MOST_EXPLAINED)
                .forEach(event -> conclude(found.fates().of(event), SafeText.escape(event.id()) + ": "));
        found.events().stream()
                .limit(MOST_EXPLAINED)
                .forEach(event -> found.zoho(event)
                        .filter(fate -> fate.outcome().isUnfinished())
                        .ifPresent(fate -> conclude(fate, SafeText.escape(event.id()) + ": ")));
        if (unfinished.size() > MOST_EXPLAINED) {
            say("... and " + (unfinished.size() - MOST_EXPLAINED) + " more: trace one of them alone.");
        }
        return ExitCode.OK;
    }

    private static String heading(TracedEvent event) {
        return event.readable()
                .map(consumed -> "Event " + event.id() + " of tenant "
                        + consumed.metadata().tenant() + ", about user "
                        + consumed.event().userId() + ".")
                .orElse("Event " + SafeText.escape(event.id()) + ".");
    }

    private void conclude(Fate fate, String about) {
        conclude(fate.sentence(), fate.advice(), about);
    }

    private void conclude(ZohoFate fate, String about) {
        conclude(fate.sentence(), fate.advice(), about);
    }

    private void conclude(String sentence, String advice, String about) {
        say(about + sentence);
        if (!advice.isEmpty()) {
            say("What to do: " + advice + ".");
        }
    }

    /** @param empty what a program gets to read */
    private int nothing(String what, Table empty) {
        if (!output.isForPeople()) {
            output.print(out, empty);
        }
        say("There is no " + what + ", neither in the topics nor among the dead letters.");
        say(
                "Either it was never accepted here: then Moodle's plugin has it in its own log, with the gateway's answer.");
        say("Or it is older than what the topics keep (" + RETAINED_DAYS + " days unless set otherwise).");
        return ExitCode.NOTHING_MATCHED;
    }

    private void say(String sentence) {
        if (output.isForPeople()) {
            out.println(sentence);
            out.flush();
        }
    }
}
