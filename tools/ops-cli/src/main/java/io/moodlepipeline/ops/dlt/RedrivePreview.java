package io.moodlepipeline.ops.dlt;

import io.moodlepipeline.ops.deadletter.Letter;
import io.moodlepipeline.ops.output.Table;
import io.moodlepipeline.ops.redrive.Redrive;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What a redrive would do, counted, with a few examples of each outcome. */
final class RedrivePreview {
    private static final int EXAMPLES_OF_EACH = 5;

    private final Predicate<ProducerRecord<byte[], byte[]>> isSuperseded;
    private final Map<Group, Integer> counts = new TreeMap<>(Group.ORDER);
    private final Map<String, Integer> shown = new HashMap<>();
    private final Table examples = Table.of("letter", "tenant", "user", "event_type", "outcome", "where_or_why");
    private int letters;
    private int sendable;
    private int superseded;

    RedrivePreview(Predicate<ProducerRecord<byte[], byte[]>> isSuperseded) {
        this.isSuperseded = isSuperseded;
    }

    void add(Letter letter, Redrive redrive) {
        boolean isNeedless = redrive.fold(send -> isSuperseded.test(send.record()), obstacle -> false);
        String outcome = redrive.summary() + (isNeedless ? ", superseded already" : "");
        letters++;
        counts.merge(new Group(outcome, letter.consumer(), String.valueOf(letter.code())), 1, Integer::sum);
        if (shown.merge(outcome, 1, Integer::sum) <= EXAMPLES_OF_EACH) {
            examples.row(
                    letter.position(),
                    letter.tenant(),
                    letter.userId() == 0 ? null : letter.userId(),
                    letter.eventType(),
                    outcome,
                    redrive.fold(send -> send.record().topic(), Redrive.Obstacle::why));
        }
        sendable += redrive.fold(send -> 1, obstacle -> 0);
        superseded += isNeedless ? 1 : 0;
    }

    int letters() {
        return letters;
    }

    int sendable() {
        return sendable;
    }

    int superseded() {
        return superseded;
    }

    Table table() {
        Table table = Table.of("outcome", "consumer", "code", "letters");
        counts.forEach((group, count) -> table.row(group.outcome(), group.consumer(), group.code(), count));
        return table;
    }

    Table examples() {
        return examples;
    }

    private record Group(String outcome, String consumer, String code) {
        static final Comparator<Group> ORDER = Comparator.comparing(Group::outcome)
                .thenComparing(Group::consumer)
                .thenComparing(Group::code);
    }
}
