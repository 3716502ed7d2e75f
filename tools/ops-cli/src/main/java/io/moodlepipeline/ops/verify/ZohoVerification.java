package io.moodlepipeline.ops.verify;

import io.moodlepipeline.event.EventHeaders;
import io.moodlepipeline.ops.connection.Brokers;
import io.moodlepipeline.ops.groups.CommittedOffsets;
import io.moodlepipeline.ops.groups.PipelineConsumer;
import io.moodlepipeline.ops.records.Progress;
import io.moodlepipeline.ops.records.TopicReader;
import io.moodlepipeline.ops.zoho.TopicRecords;
import io.moodlepipeline.runtime.consumer.ConsumedEvent;
import io.moodlepipeline.runtime.deadletter.LetterIdentity;
import io.moodlepipeline.runtime.deadletter.RedriveHeaders;
import io.moodlepipeline.runtime.record.Origin;
import io.moodlepipeline.runtime.record.RecordText;
import io.moodlepipeline.zoho.ledger.LedgerView;
import io.moodlepipeline.zoho.mapping.Role;
import io.moodlepipeline.zoho.row.Drafts;
import io.moodlepipeline.zoho.tenant.TenantConsumers;
import io.moodlepipeline.zoho.tenant.ZohoTenant;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Compares the ledger with the topics while both go on changing. What keeps it from false alarms is the order in which it looks:
 *
 * <ol>
 *   <li>the committed offsets: what is before them is in the ledger, waits, or is a dead letter, before anything else is read;
 *   <li>what waits: later it can only get into the ledger, or become a dead letter;
 *   <li>the dead letters: what is resolved here is in the ledger;
 *   <li>the ledger;
 *   <li>the topics.
 * </ol>
 */
final class ZohoVerification {
    private final Brokers brokers;
    private final TopicReader reader;
    private final LedgerView ledger;
    private final LongFunction<Progress> progress;
    private final Advice advice;

    /** @param progress is told how many records are to be read */
    ZohoVerification(
            Brokers brokers, TopicReader reader, LedgerView ledger, LongFunction<Progress> progress, Advice advice) {
        this.brokers = brokers;
        this.reader = reader;
        this.ledger = ledger;
        this.progress = progress;
        this.advice = advice;
    }

    ZohoReport run(Collection<ZohoTenant> tenants) throws SQLException {
        ZohoReport report = new ZohoReport();
        Map<String, School> schools = new HashMap<>();
        for (ZohoTenant tenant : tenants) {
            schools.put(tenant.name(), new School(tenant, report));
        }
        for (School school : schools.values()) {
            ledger.waiting(school.tenant, school.comparison::waiting);
        }
        Letters dead = Letters.read(reader);
        for (School school : schools.values()) {
            ledger.records(school.tenant, school::known);
        }
        read(record -> {
            School school = schools.get(RecordText.header(record.headers(), EventHeaders.TENANT));
            if (school != null) {
                school.event(record, dead);
            }
        });
        schools.values().forEach(school -> school.comparison.differences(report::add));
        return report;
    }

    private void read(Consumer<ConsumerRecord<byte[], byte[]>> each) {
        List<TopicPartition> partitions = reader.partitions(TenantConsumers.TOPICS);
        Map<TopicPartition, Long> from = reader.beginnings(partitions);
        Map<TopicPartition, Long> to = reader.ends(partitions);
        Progress told = progress.apply(to.entrySet().stream()
                .mapToLong(end -> end.getValue() - from.get(end.getKey()))
                .sum());
        reader.read(from, to, record -> {
            told.step();
            each.accept(record);
        });
    }

    /** One school's part, beginning with how far its consumer is. */
    private final class School {
        private final String tenant;
        private final String group;
        private final Drafts drafts;
        private final CommittedOffsets consumed;
        private final ZohoComparison comparison;
        private final ZohoReport report;

        School(ZohoTenant tenant, ZohoReport report) {
            this.tenant = tenant.name();
            this.group = PipelineConsumer.zohoSink(tenant.name()).group();
            this.drafts = new Drafts(tenant.mapping(), tenant.name());
            this.consumed = CommittedOffsets.of(group, brokers);
            this.comparison = new ZohoComparison(tenant.name(), advice);
            this.report = report;
            for (Role role : Role.values()) {
                report.line(tenant.name(), role);
            }
        }

        void known(LedgerView.Known record) {
            report.line(tenant, record.role()).record();
            comparison.known(record);
        }

        void event(ConsumerRecord<byte[], byte[]> record, Letters dead) {
            if (RedriveHeaders.isForAnother(record.headers(), group)) {
                return;
            }
            ZohoReport.Line line = report.line(tenant, TopicRecords.roleOf(record.topic()));
            line.event();
            boolean done = consumed.isDoneWith(record.topic(), record.partition(), record.offset());
            if (!done) {
                line.found(ZohoDifference.PENDING);
            }
            ConsumedEvent.of(record)
                    .fold(
                            event -> {
                                comparison.event(drafts.draft(event), event, state(record, done, dead));
                                return null;
                            },
                            malformed -> {
                                if (done) {
                                    report.add(unreadable(record, dead));
                                }
                                return null;
                            });
        }

        private Consumed state(ConsumerRecord<byte[], byte[]> record, boolean done, Letters dead) {
            if (!done) {
                return Consumed.NOT_YET;
            }
            return dead.isDead(LetterIdentity.of(record.headers(), group, Origin.of(record)))
                    ? Consumed.DEAD
                    : Consumed.DONE;
        }

        /** What nobody can make a row of must be kept as a dead letter. */
        private ZohoFinding unreadable(ConsumerRecord<byte[], byte[]> record, Letters dead) {
            Origin origin = Origin.of(record);
            LetterIdentity identity = LetterIdentity.of(record.headers(), group, origin);
            boolean kept = dead.isKept(identity);
            return new ZohoFinding(
                    kept ? ZohoDifference.DEAD : ZohoDifference.LOST,
                    tenant,
                    TopicRecords.roleOf(record.topic()),
                    null,
                    identity.event(),
                    kept ? advice.deadLetter(identity) : advice.replay(group, origin));
        }
    }
}
