package io.moodlepipeline.ops.status;

import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.ops.deadletter.LetterState;
import io.moodlepipeline.ops.deadletter.TrackedLetter;
import io.moodlepipeline.ops.deployment.Deployment;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The dead letters that somebody has to look at, by why and whose they are, and how many others there are. */
final class DeadLetterFacts {
    private final Deployment deployment;
    private final Instant now;

    DeadLetterFacts(Deployment deployment, Instant now) {
        this.deployment = deployment;
        this.now = now;
    }

    List<Fact> of(List<TrackedLetter> letters) {
        Map<Kind, List<TrackedLetter>> kinds = letters.stream()
                .collect(Collectors.groupingBy(Kind::of, TreeMap::new, Collectors.toUnmodifiableList()));
        List<Fact> facts = kinds.entrySet().stream()
                .filter(kind -> kind.getKey().isProblem())
                .map(kind -> problem(kind.getKey(), kind.getValue()))
                .toList();
        return Stream.concat(facts.stream(), Stream.of(others(letters, facts.isEmpty() ? "all" : "all others")))
                .toList();
    }

    private Fact problem(Kind kind, List<TrackedLetter> letters) {
        String options = " --state " + kind.state() + (kind.isKnown() ? " --code " + kind.code() : "");
        Instant oldest = letters.stream()
                .map(tracked -> tracked.letter().failedAt())
                .min(Comparator.naturalOrder())
                .orElse(now);
        return Fact.problem(
                        Area.DEAD_LETTERS,
                        kind.consumer(),
                        letters.size() + " " + kind.state() + ": " + kind.code(),
                        deployment.verb("dlt list" + options))
                .counting(letters.size(), Duration.between(oldest, now));
    }

    private static Fact others(List<TrackedLetter> letters, String subject) {
        Map<LetterState, Long> counts = letters.stream()
                .filter(tracked -> !Kind.of(tracked).isProblem())
                .collect(Collectors.groupingBy(TrackedLetter::state, TreeMap::new, Collectors.counting()));
        String words = counts.isEmpty()
                ? "none"
                : counts.entrySet().stream()
                        .map(count -> count.getValue() + " " + count.getKey())
                        .collect(Collectors.joining(", "));
        long count = counts.values().stream().mapToLong(Long::longValue).sum();
        return Fact.good(Area.DEAD_LETTERS, subject, words).counting(count, null);
    }

    private record Kind(LetterState state, String consumer, String code) implements Comparable<Kind> {
        private static final Comparator<Kind> ORDER =
                Comparator.comparing(Kind::state).thenComparing(Kind::consumer).thenComparing(Kind::code);

        static Kind of(TrackedLetter tracked) {
            String code = tracked.letter().code();
            return new Kind(tracked.state(), tracked.letter().consumer(), code == null ? "no code" : code);
        }

        boolean isProblem() {
            return state == LetterState.OPEN || state == LetterState.PARKED;
        }

        /** Whether the code is one of ours: a stranger's may hold what a shell would run. */
        boolean isKnown() {
            return DeadLetterCode.named(code).isPresent();
        }

        @Override
        public int compareTo(Kind other) {
            return ORDER.compare(this, other);
        }
    }
}
