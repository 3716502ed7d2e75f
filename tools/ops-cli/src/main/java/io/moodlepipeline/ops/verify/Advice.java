package io.moodlepipeline.ops.verify;

import io.moodlepipeline.ops.deployment.Deployment;
import io.moodlepipeline.runtime.record.Origin;
import java.util.List;

/** What to do about a difference. */
final class Advice {
    static final String NOTHING = "nothing: the event is older than what the topic still holds";
    static final String FOREIGN_ROW =
            "find out who writes to this table beside the db-writer, or whether the topic was made anew";

    private final Deployment deployment;

    Advice(Deployment deployment) {
        this.deployment = deployment;
    }

    String readAgain(Fingerprint event) {
        return replay("db-writer", event.origin());
    }

    String writeAgain(Fingerprint event, Fingerprint row, List<String> columns) {
        String differing = "differs in " + String.join(", ", columns) + ": ";
        return row.isNewerThan(event)
                ? differing + "no event has the row's version; delete the row, then "
                        + replay("db-writer", event.origin())
                : differing + replay("db-writer", event.origin());
    }

    /**
     * Reading a record again is harmless: rows only change where the version is not older. How the consumer is stopped and started,
     * the replay says when it finds it running; here it would be said in each line.
     */
    String replay(String group, Origin from) {
        return "stop " + group + ", then "
                + deployment.verb("replay --group " + group + " --topic " + from.topic() + ":" + from.partition()
                        + " --to-offset " + from.offset() + " --execute");
    }

    String deadLetter(String event, String consumer) {
        return deployment.verb("dlt show --event-id " + event + " --consumer " + consumer)
                + " says why, and what to do";
    }
}
