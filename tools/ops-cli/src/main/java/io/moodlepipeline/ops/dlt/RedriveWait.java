package io.moodlepipeline.ops.dlt;

import io.moodlepipeline.ops.ExitCode;
import io.moodlepipeline.ops.OpsException;
import io.moodlepipeline.ops.deadletter.Letter;
import io.moodlepipeline.ops.deadletter.LetterState;
import io.moodlepipeline.ops.deadletter.TrackedLetter;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;

/** Waits for the consumers to say what came of a redrive. */
final class RedriveWait {
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final LetterSearch search;
    private final PrintWriter remarks;

    RedriveWait(LetterSearch search, PrintWriter remarks) {
        this.search = search;
        this.remarks = remarks;
    }

    /** @return the exit code: failed when not all are resolved by then */
    int await(Collection<Letter> letters, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        search.find(Instant.now());
        while (count(letters, RedriveWait::isOutstanding) > 0 && System.nanoTime() < deadline) {
            pause();
            search.find(Instant.now());
        }
        long resolved = count(letters, (letter, now) -> now.state() == LetterState.RESOLVED);
        long cameBack = count(
                letters,
                (letter, now) ->
                        !now.letter().position().equals(letter.position()) && now.state() != LetterState.RESOLVED);
        remarks.println("Resolved: " + resolved + ", failed again: " + cameBack + ", not reported yet: "
                + count(letters, RedriveWait::isOutstanding) + ".");
        return resolved == letters.size() ? ExitCode.OK : ExitCode.FAILED;
    }

    private static boolean isOutstanding(Letter letter, TrackedLetter now) {
        return now.state() == LetterState.REDRIVEN && now.letter().position().equals(letter.position());
    }

    private long count(Collection<Letter> letters, BiPredicate<Letter, TrackedLetter> counts) {
        return letters.stream()
                .filter(letter -> search.current(letter.identity())
                        .filter(now -> counts.test(letter, now))
                        .isPresent())
                .count();
    }

    private static void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OpsException("Interrupted; the redrive itself was done", e);
        }
    }
}
