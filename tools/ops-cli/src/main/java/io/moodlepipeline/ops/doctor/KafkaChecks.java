package io.moodlepipeline.ops.doctor;

import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.event.Topics;
import io.moodlepipeline.ops.OpsException;
import io.moodlepipeline.ops.connection.Brokers;
import io.moodlepipeline.ops.connection.KafkaOptions;
import io.moodlepipeline.ops.deadletter.LetterLedger;
import io.moodlepipeline.ops.deadletter.LetterState;
import io.moodlepipeline.ops.deadletter.LetterTopics;
import io.moodlepipeline.ops.deadletter.TrackedLetter;
import io.moodlepipeline.ops.deployment.Deployment;
import io.moodlepipeline.ops.groups.ConsumerGroup;
import io.moodlepipeline.ops.groups.ConsumerGroups;
import io.moodlepipeline.ops.groups.PipelineConsumer;
import io.moodlepipeline.ops.records.TopicReader;
import io.moodlepipeline.ops.status.TopicFacts;
import io.moodlepipeline.ops.topics.TopicsView;
import io.moodlepipeline.runtime.brokers.Codec;
import io.moodlepipeline.runtime.brokers.KafkaFailures;
import io.moodlepipeline.runtime.topics.TopicState;
import io.moodlepipeline.runtime.topics.TopicsCheck;
import io.moodlepipeline.runtime.topics.TopicsReport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** Brokers, topics, the consumers that ought to read, and what the zoho-sink could not use. */
final class KafkaChecks {
    private static final String AREA = "Kafka";
    private static final List<String> LETTER_TOPICS = List.of(Topics.DEAD_LETTER, Topics.DEAD_LETTER_AUDIT);

    private final KafkaOptions kafka;
    private final Deployment deployment;

    KafkaChecks(KafkaOptions kafka, Deployment deployment) {
        this.kafka = kafka;
        this.deployment = deployment;
    }

    /** @param tenants those that have a Zoho */
    List<Check> run(Collection<String> tenants) {
        List<Check> checks = new ArrayList<>();
        try (Brokers brokers = Brokers.connect(kafka.properties());
                TopicReader reader = TopicReader.open(kafka.properties())) {
            int count =
                    Brokers.answer(brokers.admin().describeCluster().nodes()).size();
            checks.add(Check.ok(AREA, "brokers", count == 1 ? "1 answers" : count + " answer"));
            checks.add(groupProtocol(brokers.admin()));
            List<String> existing = topics(brokers.admin(), checks);
            checks.addAll(new CompressionChecks(AREA, Codec::works).run(compressionTypes(brokers.admin(), existing)));
            groups(brokers.admin(), tenants, checks);
            if (existing.containsAll(LETTER_TOPICS)) {
                letters(reader, tenants, checks);
            }
        } catch (OpsException e) {
            checks.add(Check.fail(AREA, "brokers", e.getMessage(), deployment.start("kafka")));
        }
        return checks;
    }

    private Check groupProtocol(Admin admin) {
        FinalizedVersionRange finalized = Brokers.answer(
                        admin.describeFeatures().featureMetadata())
                .finalizedFeatures()
                .get("group.version");
        boolean known = finalized != null && finalized.maxVersionLevel() >= 1;
        return known && protocols(admin).stream().allMatch(protocols -> protocols.contains("consumer"))
                ? Check.ok(AREA, "group protocol", "the brokers have the one that consumers use")
                : Check.fail(
                        AREA,
                        "group protocol",
                        "the brokers do not have the one that consumers use",
                        KafkaFailures.NEEDS_GROUP_PROTOCOL);
    }

    /** What each broker is set to, as far as this user may see it. */
    private static List<String> protocols(Admin admin) {
        List<ConfigResource> brokers = Brokers.answer(admin.describeCluster().nodes()).stream()
                .map(broker -> new ConfigResource(ConfigResource.Type.BROKER, broker.idString()))
                .toList();
        try {
            return values(admin, brokers, "group.coordinator.rebalance.protocols").values().stream()
                    .toList();
        } catch (OpsException e) {
            // Needs a right of its own, which nothing else here needs.
            return List.of();
        }
    }

    private static Map<String, String> compressionTypes(Admin admin, List<String> topics) {
        return values(
                admin,
                topics.stream()
                        .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                        .toList(),
                TopicConfig.COMPRESSION_TYPE_CONFIG);
    }

    private static Map<String, String> values(Admin admin, List<ConfigResource> resources, String property) {
        Map<String, String> values = new TreeMap<>();
        Brokers.answer(admin.describeConfigs(resources).all()).forEach((resource, config) -> {
            ConfigEntry entry = config.get(property);
            if (entry != null && entry.value() != null) {
                values.put(resource.name(), entry.value());
            }
        });
        return values;
    }

    /** Returns those that exist. */
    private List<String> topics(Admin admin, List<Check> checks) {
        try {
            TopicsReport report = new TopicsCheck(admin, kafka.retention().retention()).report();
            List<String> existing = report.topics().stream()
                    .filter(topic -> !topic.isMissing())
                    .map(TopicState::name)
                    .toList();
            new TopicFacts(deployment)
                    .of(
                            report,
                            new TopicsView(report, kafka.stockTool(), kafka.retention()),
                            Brokers.answer(admin.describeTopics(existing).allTopicNames())
                                    .values())
                    .forEach(fact -> checks.add(Check.of(AREA, fact)));
            return existing;
        } catch (ExecutionException e) {
            throw Brokers.explained(e.getCause());
        } catch (InterruptedException e) {
            throw Brokers.interrupted(e);
        }
    }

    private void groups(Admin admin, Collection<String> tenants, List<Check> checks) {
        ConsumerGroups groups = new ConsumerGroups(admin);
        Stream.concat(
                        Stream.of(PipelineConsumer.GRADE_PROCESSOR, PipelineConsumer.DB_WRITER),
                        tenants.stream().map(PipelineConsumer::zohoSink))
                .map(PipelineConsumer::group)
                .map(groups::named)
                .forEach(group -> checks.add(check(group)));
    }

    private Check check(ConsumerGroup group) {
        int members = group.members().size();
        if (members > 0) {
            return Check.ok(AREA, group.name(), members == 1 ? "1 instance reads" : members + " instances read");
        }
        String service = PipelineConsumer.serviceOf(group.name());
        return Check.warn(
                AREA,
                group.name(),
                group.exists() ? "nobody reads at present" : "nobody has read yet",
                deployment.start(service));
    }

    private void letters(TopicReader reader, Collection<String> tenants, List<Check> checks) {
        LetterLedger ledger = new LetterLedger();
        new LetterTopics(reader).catchUp(ledger);
        Map<String, List<TrackedLetter>> open = ledger.letters()
                .filter(tracked -> tracked.state() == LetterState.OPEN || tracked.state() == LetterState.PARKED)
                .collect(Collectors.groupingBy(
                        tracked -> tracked.letter().consumer(), TreeMap::new, Collectors.toList()));
        for (String tenant : tenants) {
            String consumer = PipelineConsumer.zohoSink(tenant).group();
            List<TrackedLetter> letters = open.getOrDefault(consumer, List.of());
            checks.add(
                    letters.isEmpty()
                            ? Check.ok(AREA, "dead letters", consumer + ": none is open")
                            : Check.warn(
                                    AREA,
                                    "dead letters",
                                    consumer + ": " + waiting(letters) + ": " + codes(letters),
                                    deployment.verb("dlt list --state open,parked --consumer " + consumer)));
        }
    }

    /** What the redriver sends again by itself needs nobody yet. */
    private static String waiting(List<TrackedLetter> letters) {
        long retried = letters.stream()
                .filter(tracked ->
                        tracked.state() == LetterState.OPEN && tracked.letter().retryable())
                .count();
        long left = letters.size() - retried;
        List<String> words = new ArrayList<>();
        if (left > 0) {
            words.add(left + (left == 1 ? " waits" : " wait") + " for a person");
        }
        if (retried > 0) {
            words.add(retried + (retried == 1 ? " is" : " are") + " sent again by the redriver");
        }
        return String.join(", ", words);
    }

    private static String codes(List<TrackedLetter> letters) {
        return letters.stream()
                .map(TrackedLetter::letter)
                .map(letter -> letter.code() == null
                        ? "no code"
                        : DeadLetterCode.named(letter.code()).map(Enum::name).orElse("a code of a stranger's"))
                .collect(Collectors.groupingBy(code -> code, TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(code -> code.getValue() + " " + code.getKey())
                .collect(Collectors.joining(", "));
    }
}
