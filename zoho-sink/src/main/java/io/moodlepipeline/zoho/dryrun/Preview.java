package io.moodlepipeline.zoho.dryrun;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.event.EventHeaders;
import io.moodlepipeline.runtime.consumer.ConsumedEvent;
import io.moodlepipeline.runtime.deadletter.RedriveHeaders;
import io.moodlepipeline.runtime.record.RecordText;
import io.moodlepipeline.zoho.ledger.LedgerView.Sent;
import io.moodlepipeline.zoho.mapping.Role;
import io.moodlepipeline.zoho.row.Built;
import io.moodlepipeline.zoho.row.Draft;
import io.moodlepipeline.zoho.row.Row;
import io.moodlepipeline.zoho.row.Rows;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What would become of one tenant's records: of each key the newest, decided as the delivery does, by what was sent before. */
public final class Preview {
    private static final int ASKED_AT_A_TIME = 500;

    private final String tenant;
    private final String group;
    private final Rows rows;
    private final SentRecords sent;
    private final Consumer<ObjectNode> lines;
    private final Map<Role, Map<String, Event>> newest = new EnumMap<>(Role.class);
    private final Set<String> newStudents = new HashSet<>();

    private record Event(ConsumedEvent event, Draft draft) {}

    public Preview(String tenant, String group, Rows rows, SentRecords sent, Consumer<ObjectNode> lines) {
        this.tenant = tenant;
        this.group = group;
        this.rows = rows;
        this.sent = sent;
        this.lines = lines;
        for (Role role : Role.values()) {
            newest.put(role, new TreeMap<>());
        }
    }

    /** Takes a record; tells at once of one that cannot be read. */
    public void take(ConsumerRecord<byte[], byte[]> record) {
        if (!tenant.equals(RecordText.header(record.headers(), EventHeaders.TENANT))
                || RedriveHeaders.isForAnother(record.headers(), group)) {
            return;
        }
        ConsumedEvent.of(record)
                .fold(
                        event -> {
                            Draft draft = rows.draft(event);
                            newest.get(draft.role())
                                    .merge(
                                            draft.key(),
                                            new Event(event, draft),
                                            (one, other) -> one.event()
                                                                    .version()
                                                                    .compareTo(other.event()
                                                                            .version())
                                                            > 0
                                                    ? one
                                                    : other);
                            return null;
                        },
                        malformed -> {
                            lines.accept(dead(
                                    line(Action.DEAD).put("topic", record.topic()),
                                    malformed.code(),
                                    malformed.summary()));
                            return null;
                        });
    }

    /** Tells of all that were taken: students first, whom the others point to. */
    public void tell() throws SQLException {
        for (Role role : Role.values()) {
            List<Event> all = List.copyOf(newest.get(role).values());
            for (int from = 0; from < all.size(); from += ASKED_AT_A_TIME) {
                tell(role, all.subList(from, Math.min(all.size(), from + ASKED_AT_A_TIME)));
            }
        }
    }

    private void tell(Role role, List<Event> events) throws SQLException {
        List<String> keys = new ArrayList<>();
        Set<String> studentKeys = new HashSet<>();
        for (Event event : events) {
            keys.add(event.draft().key());
            if (role != Role.STUDENT) {
                studentKeys.add(event.draft().studentKey());
            }
        }
        Map<String, Sent> known = sent.of(role, keys);
        Map<String, Sent> students = sent.of(Role.STUDENT, studentKeys);
        for (Event event : events) {
            lines.accept(decide(
                    event,
                    known.get(event.draft().key()),
                    role == Role.STUDENT ? null : students.get(event.draft().studentKey())));
        }
    }

    private ObjectNode decide(Event event, Sent known, Sent student) {
        boolean there = known != null && known.recordId() != null;
        if (known != null
                && known.version() != null
                && known.version().compareTo(event.event().version()) > 0) {
            return line(Action.SUPERSEDED, event);
        }
        if (!event.draft().sent()) {
            return taking(line(Action.FILTERED, event), rows.withdrawn(event.event(), event.draft()), known);
        }
        boolean isStudent = event.draft().role() == Role.STUDENT;
        boolean studentThere = student != null && student.recordId() != null;
        if (!isStudent && !studentThere && !newStudents.contains(event.draft().studentKey())) {
            return line(Action.WAITING, event);
        }
        String studentId = studentThere
                ? student.recordId()
                : "id of the new student " + event.draft().studentKey();
        Built built = rows.build(
                event.event(), event.draft(), known == null ? null : known.name(), isStudent ? null : studentId);
        if (built instanceof Built.Unfit unfit) {
            ObjectNode dead = dead(line(Action.DEAD, event), unfit.code(), unfit.message());
            return event.draft().role() == Role.GRADE
                    ? taking(dead, rows.withoutAward(event.event(), event.draft()), known)
                    : dead;
        }
        Row row = ((Built.Fit) built).row();
        if (isSame(row, known)) {
            return line(Action.UNCHANGED, event);
        }
        if (isStudent) {
            newStudents.add(row.key());
        }
        ObjectNode body = row.content().deepCopy();
        if (there) {
            body.put("id", known.recordId());
        } else {
            // On a new record there is nothing to clear.
            body.properties().removeIf(field -> field.getValue().isNull());
        }
        return line(there ? Action.UPDATE : Action.INSERT, event).set("row", body);
    }

    /** A record that is there loses what its newest event does not give. */
    private static ObjectNode taking(ObjectNode line, Row row, Sent known) {
        return known == null || known.recordId() == null || isSame(row, known)
                ? line
                : line.set("row", row.content().deepCopy().put("id", known.recordId()));
    }

    private static boolean isSame(Row row, Sent known) {
        return known != null
                && known.recordId() != null
                && !known.unsettled()
                && Arrays.equals(row.hash(), known.hash());
    }

    private ObjectNode line(Action action) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("tenant", tenant)
                .put("action", action.name().toLowerCase(Locale.ROOT));
    }

    private ObjectNode line(Action action, Event event) {
        return line(action)
                .put("module", rows.module(event.draft().role()))
                .put("key", event.draft().key());
    }

    private static ObjectNode dead(ObjectNode line, DeadLetterCode code, String message) {
        return line.put("code", code.name()).put("message", message);
    }

    private enum Action {
        INSERT,
        UPDATE,
        /** Zoho has this content already. */
        UNCHANGED,
        /** Something newer was sent. */
        SUPERSEDED,
        /** Kept until its student is in Zoho. */
        WAITING,
        /** Kept out by the mapping. */
        FILTERED,
        DEAD
    }
}
