package io.moodlepipeline.ops.verify;

import io.moodlepipeline.runtime.record.Origin;
import java.util.List;

/** What to do about a difference. */
final class Advice {
    static final String NOTHING = "nothing: the event is older than what the topic still holds";
    static final String FOREIGN_ROW =
            "find out who writes to this table beside the db-writer, or whether the topic was made anew";

    private Advice() {}

    static String readAgain(Fingerprint event) {
        return replay("db-writer", event.origin());
    }

    static String writeAgain(Fingerprint event, Fingerprint row, List<String> columns) {
        String differing = "differs in " + String.join(", ", columns) + ": ";
        return row.isNewerThan(event)
                ? differing + "no event has the row's version; delete the row, then "
                        + replay("db-writer", event.origin())
                : differing + replay("db-writer", event.origin());
    }

    /** Reading a record again is harmless: rows only change where the version is not older. */
    static String replay(String group, Origin from) {
        return "stop " + group + ", then replay --group " + group + " --topic " + from.topic() + ":" + from.partition()
                + " --to-offset " + from.offset() + " --execute";
    }

    static String deadLetter(String event) {
        return "dlt list --event-id " + event + " says why, and what to do";
    }
}
