package io.moodlepipeline.ops.status;

import io.moodlepipeline.event.Topics;
import io.moodlepipeline.ops.OpsException;
import io.moodlepipeline.ops.connection.Brokers;
import io.moodlepipeline.ops.connection.KafkaOptions;
import io.moodlepipeline.ops.connection.LogDirectories;
import io.moodlepipeline.ops.deadletter.LetterLedger;
import io.moodlepipeline.ops.deadletter.LetterTopics;
import io.moodlepipeline.ops.deadletter.TrackedLetter;
import io.moodlepipeline.ops.deployment.Deployment;
import io.moodlepipeline.ops.lag.LagReader;
import io.moodlepipeline.ops.records.TopicReader;
import io.moodlepipeline.ops.topics.TopicsView;
import io.moodlepipeline.runtime.topics.TopicState;
import io.moodlepipeline.runtime.topics.TopicsCheck;
import io.moodlepipeline.runtime.topics.TopicsReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;

/** What the brokers know. */
final class BrokerFacts {
    private static final List<String> LETTER_TOPICS = List.of(Topics.DEAD_LETTER, Topics.DEAD_LETTER_AUDIT);

    private final KafkaOptions kafka;
    private final Deployment deployment;
    private final Duration patience;
    private final Instant now;

    BrokerFacts(KafkaOptions kafka, Deployment deployment, Duration patience, Instant now) {
        this.kafka = kafka;
        this.deployment = deployment;
        this.patience = patience;
        this.now = now;
    }

    /** @throws OpsException when none of them answers */
    List<Fact> read() {
        try (Brokers brokers = Brokers.connect(kafka.properties());
                TopicReader reader = TopicReader.open(kafka.properties())) {
            Admin admin = brokers.admin();
            int count = Brokers.answer(admin.describeCluster().nodes()).size();
            List<Fact> facts = new ArrayList<>();
            facts.add(Fact.good(Area.KAFKA, "brokers", count == 1 ? "1 answers" : count + " answer")
                    .counting(count, null));
            TopicsReport topics = new TopicsCheck(admin, kafka.retention().retention()).report();
            List<String> existing = topics.topics().stream()
                    .filter(topic -> !topic.isMissing())
                    .map(TopicState::name)
                    .toList();
            facts.addAll(orProblem(Area.WAITING, () -> waiting(admin, reader)));
            if (existing.containsAll(LETTER_TOPICS)) {
                facts.addAll(
                        orProblem(Area.DEAD_LETTERS, () -> new DeadLetterFacts(deployment, now).of(letters(reader))));
            }
            facts.addAll(orProblem(Area.DISK, () -> new DiskFacts(deployment).of(LogDirectories.read(admin))));
            facts.addAll(orProblem(
                    Area.TOPICS,
                    () -> new TopicFacts(deployment)
                            .of(
                                    topics,
                                    new TopicsView(topics, kafka.stockTool(), kafka.retention()),
                                    describe(admin, existing))));
            return facts;
        } catch (ExecutionException e) {
            throw Brokers.explained(e.getCause());
        } catch (InterruptedException e) {
            throw Brokers.interrupted(e);
        }
    }

    /** With some brokers away a part cannot be read; the others then say why, such as partitions that nobody leads. */
    List<Fact> orProblem(Area area, Supplier<List<Fact>> facts) {
        try {
            return facts.get();
        } catch (OpsException e) {
            return List.of(Fact.problem(area, "brokers", e.getMessage(), deployment.start("kafka")));
        }
    }

    private List<Fact> waiting(Admin admin, TopicReader reader) {
        LagReader lags = new LagReader(admin, reader);
        return new WaitingFacts(deployment, patience, now).of(lags.withAges(lags.read(group -> true, topic -> true)));
    }

    private static Collection<TopicDescription> describe(Admin admin, List<String> topics) {
        return Brokers.answer(admin.describeTopics(topics).allTopicNames()).values();
    }

    private static List<TrackedLetter> letters(TopicReader reader) {
        LetterLedger ledger = new LetterLedger();
        new LetterTopics(reader).catchUp(ledger);
        return ledger.letters().toList();
    }
}
