package io.moodlepipeline.ops.verify;

import io.moodlepipeline.event.EventHeaders;
import io.moodlepipeline.event.EventMetadata;
import io.moodlepipeline.event.EventType;
import io.moodlepipeline.ops.connection.Brokers;
import io.moodlepipeline.ops.groups.CommittedOffsets;
import io.moodlepipeline.ops.groups.PipelineConsumer;
import io.moodlepipeline.ops.records.Progress;
import io.moodlepipeline.ops.records.TopicReader;
import io.moodlepipeline.runtime.consumer.ConsumedEvent;
import io.moodlepipeline.runtime.deadletter.LetterIdentity;
import io.moodlepipeline.runtime.deadletter.RedriveHeaders;
import io.moodlepipeline.runtime.record.Origin;
import io.moodlepipeline.runtime.record.RecordText;
import io.moodlepipeline.writer.tables.Table;
import java.sql.Connection;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Compares the tables with the topics while both go on changing. What keeps it from false alarms is the order in which it looks:
 *
 * <ol>
 *   <li>the committed offsets. A consumer commits after the write, or the dead letter, is durable, so all that is before them shows
 *       in everything read later;
 *   <li>the dead letters and what was decided about them. What is resolved here was applied before, so it shows in the rows;
 *   <li>the rows. Each came from a record that is in its topic by now;
 *   <li>the ends of the topics, and the records up to them: those before the committed offsets must show, the rest may;
 *   <li>the beginnings of the topics, again: what retention deleted meanwhile explains a row whose event was not found.
 * </ol>
 */
final class Verification {
    static final String WRITER = PipelineConsumer.DB_WRITER.group();
    static final String PROCESSOR = PipelineConsumer.GRADE_PROCESSOR.group();

    private final Brokers brokers;
    private final TopicReader reader;
    private final Connection database;
    private final LongFunction<Progress> progress;
    private final Advice advice;

    /** @param progress is told how many records are to be read */
    Verification(
            Brokers brokers, TopicReader reader, Connection database, LongFunction<Progress> progress, Advice advice) {
        this.brokers = brokers;
        this.reader = reader;
        this.database = database;
        this.progress = progress;
        this.advice = advice;
    }

    /**
     * @param tenant whose events and rows; null for all
     * @param tables which of them
     */
    Report run(String tenant, Collection<Table<?>> tables) {
        return new Run(tenant, tables).run();
    }

    /** One verification, from the first look at the offsets to the report. */
    private final class Run {
        private final String tenant;
        private final Report report = new Report();
        private final Map<EventType, ComparedTable<?>> tables = new HashMap<>();
        private final Map<ComparedTable<?>, TableComparison> comparisons = new HashMap<>();
        private final GradesJudged grades = new GradesJudged();
        private final CommittedOffsets written;
        private final CommittedOffsets judged;
        private final Letters dead;

        Run(String tenant, Collection<Table<?>> tables) {
            this.tenant = tenant;
            this.written = CommittedOffsets.of(WRITER, brokers);
            this.judged = CommittedOffsets.of(PROCESSOR, brokers);
            this.dead = Letters.read(reader);
            for (Table<?> table : tables) {
                ComparedTable<?> compared = new ComparedTable<>(table);
                table.types().forEach(type -> this.tables.put(type, compared));
                comparisons.put(compared, new TableComparison(compared, advice));
                report.line(table.name());
            }
        }

        Report run() {
            comparisons.forEach(this::readRows);
            if (tables.containsKey(EventType.GRADE_ENRICHED)) {
                // Before the judged ones, so that each of those finds its grade.
                read(List.of(EventType.GRADE_UPDATED.topic()), this::grade);
            }
            Map<TopicPartition, Long> retained =
                    read(tables.keySet().stream().map(EventType::topic).toList(), this::event);
            comparisons
                    .values()
                    .forEach(comparison -> comparison.differences(
                            origin -> isRetained(origin, retained), (key, finding) -> report.add(finding)));
            grades.unjudged(grade -> unjudged(grade, retained));
            return report;
        }

        private void readRows(ComparedTable<?> table, TableComparison comparison) {
            Report.Line line = report.line(table.table().name());
            new StoredRows(database).read(table, tenant, (key, row) -> {
                line.row();
                comparison.row(key, row);
            });
        }

        /** Returns the beginnings of the partitions after the reading. */
        private Map<TopicPartition, Long> read(
                Collection<String> topics, Consumer<ConsumerRecord<byte[], byte[]>> each) {
            List<TopicPartition> partitions = reader.partitions(topics);
            Map<TopicPartition, Long> from = reader.beginnings(partitions);
            Map<TopicPartition, Long> to = reader.ends(partitions);
            Progress told = progress.apply(to.entrySet().stream()
                    .mapToLong(end -> end.getValue() - from.get(end.getKey()))
                    .sum());
            reader.read(from, to, record -> {
                told.step();
                if (isOurs(record)) {
                    each.accept(record);
                }
            });
            return reader.beginnings(partitions);
        }

        private boolean isOurs(ConsumerRecord<byte[], byte[]> record) {
            return tenant == null || tenant.equals(RecordText.header(record.headers(), EventHeaders.TENANT));
        }

        private void grade(ConsumerRecord<byte[], byte[]> record) {
            if (RedriveHeaders.isForAnother(record.headers(), PROCESSOR)) {
                return;
            }
            Report.Line line = report.line(EventType.GRADE_ENRICHED.topic());
            line.event();
            if (!judged.isDoneWith(record.topic(), record.partition(), record.offset())) {
                line.found(Difference.PENDING);
                return;
            }
            Optional<UUID> eventId = EventMetadata.uuid(RecordText.header(record.headers(), EventHeaders.ID));
            if (eventId.isPresent()) {
                grades.grade(
                        new GradesJudged.Grade(eventId.get(), tenantOf(record), record.partition(), record.offset()));
            } else {
                report.add(unreadable(record, PROCESSOR, EventType.GRADE_ENRICHED.topic()));
            }
        }

        private void event(ConsumerRecord<byte[], byte[]> record) {
            if (EventType.GRADE_ENRICHED.topic().equals(record.topic())) {
                EventMetadata.uuid(RecordText.header(record.headers(), EventHeaders.ID))
                        .ifPresent(id -> grades.judged(id, tenantOf(record)));
            }
            if (RedriveHeaders.isForAnother(record.headers(), WRITER)) {
                return;
            }
            ComparedTable<?> table = tableOf(record.topic());
            Report.Line line = report.line(table.table().name());
            line.event();
            boolean done = written.isDoneWith(record.topic(), record.partition(), record.offset());
            if (!done) {
                line.found(Difference.PENDING);
            }
            ConsumedEvent.of(record)
                    .fold(
                            event -> {
                                comparisons.get(table).event(table.keyOf(event), table.of(event), state(record, done));
                                return null;
                            },
                            malformed -> {
                                if (done) {
                                    report.add(unreadable(
                                            record, WRITER, table.table().name()));
                                }
                                return null;
                            });
        }

        private Consumed state(ConsumerRecord<byte[], byte[]> record, boolean done) {
            if (!done) {
                return Consumed.NOT_YET;
            }
            return dead.isDead(LetterIdentity.of(record.headers(), WRITER, Origin.of(record)))
                    ? Consumed.DEAD
                    : Consumed.DONE;
        }

        /** What nobody can make a row of must be kept as a dead letter. */
        private Finding unreadable(ConsumerRecord<byte[], byte[]> record, String consumer, String table) {
            Origin origin = Origin.of(record);
            LetterIdentity identity = LetterIdentity.of(record.headers(), consumer, origin);
            boolean kept = dead.isKept(identity);
            return new Finding(
                    kept ? Difference.DEAD : Difference.MISSING,
                    table,
                    tenantOf(record),
                    null,
                    identity.event(),
                    origin,
                    kept ? advice.deadLetter(identity) : advice.replay(consumer, origin));
        }

        private void unjudged(GradesJudged.Grade grade, Map<TopicPartition, Long> retained) {
            Origin origin = new Origin(EventType.GRADE_UPDATED.topic(), grade.partition(), grade.offset());
            String event = grade.eventId().toString();
            Difference difference = differenceOf(grade, retained);
            report.add(new Finding(
                    difference,
                    EventType.GRADE_ENRICHED.topic(),
                    grade.tenant(),
                    null,
                    event,
                    origin,
                    difference == Difference.DEAD
                            ? advice.deadLetter(letterOf(grade))
                            : advice.replay(PROCESSOR, origin)));
        }

        private Difference differenceOf(GradesJudged.Grade grade, Map<TopicPartition, Long> retained) {
            if (dead.isDead(letterOf(grade))) {
                return Difference.DEAD;
            }
            TopicPartition partition = new TopicPartition(EventType.GRADE_ENRICHED.topic(), grade.partition());
            boolean cut = retained.getOrDefault(partition, 0L) > 0;
            return cut && grades.isBeforeAllMatched(grade) ? Difference.OUT_OF_RANGE : Difference.MISSING;
        }

        private static LetterIdentity letterOf(GradesJudged.Grade grade) {
            String owner = grade.tenant() == null ? "" : grade.tenant();
            return new LetterIdentity(owner, grade.eventId().toString(), PROCESSOR);
        }

        private ComparedTable<?> tableOf(String topic) {
            return tables.entrySet().stream()
                    .filter(table -> table.getKey().topic().equals(topic))
                    .findFirst()
                    .orElseThrow()
                    .getValue();
        }

        private static boolean isRetained(Origin origin, Map<TopicPartition, Long> beginnings) {
            return origin.offset()
                    >= beginnings.getOrDefault(new TopicPartition(origin.topic(), origin.partition()), Long.MIN_VALUE);
        }

        /** Only what is a tenant's name: a header that did not come from the gateway may hold anything. */
        private static String tenantOf(ConsumerRecord<byte[], byte[]> record) {
            String name = RecordText.header(record.headers(), EventHeaders.TENANT);
            return name != null && EventMetadata.TENANT_NAME.matcher(name).matches() ? name.intern() : null;
        }
    }
}
