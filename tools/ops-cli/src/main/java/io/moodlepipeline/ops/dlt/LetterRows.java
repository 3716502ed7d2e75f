package io.moodlepipeline.ops.dlt;

import io.moodlepipeline.ops.deadletter.Letter;
import io.moodlepipeline.ops.deadletter.TrackedLetter;
import io.moodlepipeline.ops.output.Table;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Letters as lines. The user's number stands for the person; nothing else of it is personal. */
final class LetterRows {
    private LetterRows() {}

    static Table table(List<TrackedLetter> letters) {
        Table table = Table.of(
                "letter",
                "state",
                "failed_at",
                "tenant",
                "user",
                "event_type",
                "consumer",
                "code",
                "attempts",
                "event_id");
        letters.forEach(tracked -> {
            Letter letter = tracked.letter();
            table.row(
                    letter.position(),
                    tracked.state(),
                    letter.failedAt().truncatedTo(ChronoUnit.SECONDS),
                    letter.tenant(),
                    letter.userId() == 0 ? null : letter.userId(),
                    letter.eventType(),
                    letter.consumer(),
                    letter.code(),
                    letter.attempts(),
                    letter.identity().event());
        });
        return table;
    }
}
