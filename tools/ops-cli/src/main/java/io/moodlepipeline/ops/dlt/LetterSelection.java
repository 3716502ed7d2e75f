package io.moodlepipeline.ops.dlt;

import io.moodlepipeline.ops.deadletter.Letter;
import io.moodlepipeline.ops.deadletter.LetterState;
import io.moodlepipeline.ops.deadletter.TrackedLetter;
import io.moodlepipeline.runtime.deadletter.LetterPosition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import picocli.CommandLine.Option;

/** The options by which every verb chooses letters. All that are given must hold; of several values of one, any. */
final class LetterSelection {
    @Option(
            names = "--code",
            paramLabel = "CODE",
            split = ",",
            completionCandidates = CodeNames.class,
            description = "Why they died, such as INVALID_FIELD; docs/dead-letters.md has them all.")
    private final List<String> codes = new ArrayList<>();

    @Option(
            names = "--consumer",
            paramLabel = "NAME",
            split = ",",
            description = "Who could not use them: ingest-gateway, grade-processor or db-writer.")
    private final List<String> consumers = new ArrayList<>();

    @Option(names = "--tenant", paramLabel = "NAME", split = ",", description = "The school, as in X-Tenant-ID.")
    private final List<String> tenants = new ArrayList<>();

    @Option(
            names = "--event-type",
            paramLabel = "TYPE",
            split = ",",
            description = "Such as user_enrolled, or the beginning of it: grade is grade_updated and grade_enriched.")
    private final List<String> eventTypes = new ArrayList<>();

    @Option(names = "--user", paramLabel = "ID", split = ",", description = "The Moodle user they are about.")
    private final List<Long> users = new ArrayList<>();

    @Option(names = "--event-id", paramLabel = "UUID", split = ",", description = "The event they are copies of.")
    private final List<String> eventIds = new ArrayList<>();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = MomentConverter.class,
            description = "Failed at or after: 2026-03-01, 2026-03-01T08:30:00Z, or so long ago: 45m, 12h, 7d.")
    private Moment since;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            converter = MomentConverter.class,
            description = "Failed before; as --since.")
    private Moment until;

    @Option(
            names = "--at",
            paramLabel = "P:O",
            split = ",",
            converter = PositionConverter.class,
            description = "Partition and offset in the dead-letter topic, as the list shows them.")
    private final List<LetterPosition> positions = new ArrayList<>();

    @Option(
            names = "--state",
            paramLabel = "STATE",
            split = ",",
            description = "${COMPLETION-CANDIDATES}; what holds without it, each verb says itself.")
    private final List<LetterState> states = new ArrayList<>();

    @Option(names = "--any-state", description = "Whatever became of them.")
    private boolean anyState;

    private final Set<LetterState> defaultStates;

    LetterSelection(Set<LetterState> defaultStates) {
        this.defaultStates = EnumSet.copyOf(defaultStates);
    }

    /** As {@code --at} does. */
    void add(LetterPosition position) {
        positions.add(position);
    }

    /** Those that were asked for by their place; empty when none was. */
    Set<LetterPosition> positions() {
        return new HashSet<>(positions);
    }

    /** Whether it is about this event, consumer, school and person: what all letters of one identity have in common. */
    boolean matchesIdentity(Letter letter) {
        return anyOf(consumers, letter.consumer()::equals)
                && anyOf(tenants, name -> name.equals(letter.tenant()))
                && anyOf(eventTypes, type -> isOfType(letter, type))
                && anyOf(users, user -> user == letter.userId())
                && anyOf(
                        eventIds,
                        id -> id.toLowerCase(Locale.ROOT)
                                .equals(letter.identity().event()));
    }

    /** What differs from one letter of an identity to the next, on top of {@link #matchesIdentity}. */
    boolean matches(TrackedLetter tracked, Instant now) {
        Letter letter = tracked.letter();
        return states().contains(tracked.state())
                && anyOf(codes, code -> code.equals(letter.code()))
                && (since == null || !letter.failedAt().isBefore(since.at(now)))
                && (until == null || letter.failedAt().isBefore(until.at(now)));
    }

    private Set<LetterState> states() {
        if (anyState) {
            return EnumSet.allOf(LetterState.class);
        }
        return states.isEmpty() ? defaultStates : EnumSet.copyOf(states);
    }

    private static boolean isOfType(Letter letter, String type) {
        String name = type.startsWith("moodle.") ? type.substring("moodle.".length()) : type;
        return letter.eventType() != null && letter.eventType().startsWith(name);
    }

    private static <T> boolean anyOf(List<T> values, Predicate<T> matches) {
        return values.isEmpty() || values.stream().anyMatch(matches);
    }
}
