package io.moodlepipeline.ops.verify;

import io.moodlepipeline.ops.deployment.Deployment;
import io.moodlepipeline.ops.groups.PipelineConsumer;
import io.moodlepipeline.runtime.deadletter.LetterIdentity;
import io.moodlepipeline.runtime.record.Origin;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

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
        return replay(Verification.WRITER, event.origin());
    }

    String writeAgain(Fingerprint event, Fingerprint row, List<String> columns) {
        String differing = "differs in " + String.join(", ", columns) + ": ";
        return row.isNewerThan(event)
                ? differing + "no event has the row's version; delete the row, then "
                        + replay(Verification.WRITER, event.origin())
                : differing + replay(Verification.WRITER, event.origin());
    }

    /**
     * Reading a record again is harmless: rows only change where the version is not older. How the consumer is stopped and started,
     * the replay says when it finds it running; here it would be said in each line.
     */
    String replay(String group, Origin from) {
        return "stop " + PipelineConsumer.serviceOf(group) + ", then " + command(group, from);
    }

    /**
     * What brings back everything that was lost. A partition is read from one offset on, so for several events of it the first one's
     * place is the right one.
     */
    List<String> replays(List<Finding> lost) {
        Map<String, Finding> first = new TreeMap<>();
        for (Finding finding : lost) {
            Origin place = finding.place();
            first.merge(
                    finding.consumer() + " " + place.topic() + " " + place.partition(),
                    finding,
                    BinaryOperator.minBy(
                            Comparator.comparingLong(each -> each.place().offset())));
        }
        return first.values().stream()
                .map(finding -> command(finding.consumer(), finding.place()))
                .toList();
    }

    private String command(String group, Origin from) {
        return deployment.verb("replay --group " + group + " --topic " + from.topic() + ":" + from.partition()
                + " --to-offset " + from.offset() + " --execute");
    }

    String deadLetter(LetterIdentity letter) {
        String tenant = letter.tenant().isEmpty() ? "" : " --tenant " + letter.tenant();
        return deployment.verb("dlt show --event-id " + letter.event() + " --consumer " + letter.consumer() + tenant)
                + " says why, and what to do";
    }
}
