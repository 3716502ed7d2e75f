package io.moodlepipeline.ops.groups;

import io.moodlepipeline.event.TopicDeclaration;
import io.moodlepipeline.event.Topics;
import io.moodlepipeline.ops.connection.Brokers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** Asks the brokers for groups, of the classic and of the newer protocol. */
public final class ConsumerGroups {
    private static final Set<String> TOPICS =
            Topics.ALL.stream().map(TopicDeclaration::name).collect(Collectors.toUnmodifiableSet());
    private static final int MEMBER_ID_SHOWN = 6;

    private final Admin admin;

    public ConsumerGroups(Admin admin) {
        this.admin = admin;
    }

    /** All that read the pipeline's topics, those that ought to among them; by name. */
    public List<ConsumerGroup> ofPipeline() {
        Set<String> names = new TreeSet<>();
        Brokers.answer(admin.listGroups(ListGroupsOptions.forConsumerGroups()).all()).stream()
                .map(GroupListing::groupId)
                .forEach(names::add);
        PipelineConsumer.ALWAYS.stream().map(PipelineConsumer::group).forEach(names::add);
        return read(names).stream()
                .filter(group -> group.topics().stream().anyMatch(TOPICS::contains))
                .toList();
    }

    public ConsumerGroup named(String name) {
        return read(List.of(name)).get(0);
    }

    private List<ConsumerGroup> read(Collection<String> names) {
        Map<String, Map<TopicPartition, OffsetAndMetadata>> offsets =
                Brokers.answer(admin.listConsumerGroupOffsets(names.stream()
                                .collect(Collectors.toMap(name -> name, name -> new ListConsumerGroupOffsetsSpec())))
                        .all());
        Map<String, KafkaFuture<ConsumerGroupDescription>> descriptions =
                admin.describeConsumerGroups(names).describedGroups();
        List<ConsumerGroup> groups = new ArrayList<>();
        for (String name : names) {
            Map<TopicPartition, Long> committed =
                    CommittedOffsets.of(offsets.get(name)).offsets();
            groups.add(group(name, descriptions.get(name), committed));
        }
        return groups;
    }

    private static ConsumerGroup group(
            String name, KafkaFuture<ConsumerGroupDescription> answer, Map<TopicPartition, Long> committed) {
        try {
            ConsumerGroupDescription description = answer.get();
            return new ConsumerGroup(name, true, members(description.members()), committed);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return new ConsumerGroup(name, !committed.isEmpty(), List.of(), committed);
            }
            throw Brokers.explained(e.getCause());
        } catch (InterruptedException e) {
            throw Brokers.interrupted(e);
        }
    }

    private static List<Member> members(Collection<MemberDescription> descriptions) {
        Map<String, Long> withName =
                descriptions.stream().collect(Collectors.groupingBy(ConsumerGroups::name, Collectors.counting()));
        return descriptions.stream()
                .map(member -> {
                    boolean isUnique = withName.get(name(member)) == 1;
                    return new Member(
                            isUnique ? name(member) : name(member) + "#" + shortId(member),
                            member.assignment().topicPartitions());
                })
                .toList();
    }

    private static String name(MemberDescription member) {
        return member.groupInstanceId().orElse(member.clientId()) + "@"
                + member.host().replaceFirst("^/", "");
    }

    /** Classic members' ids begin with the client's, so the end is what tells them apart. */
    private static String shortId(MemberDescription member) {
        String id = member.consumerId();
        return id.substring(Math.max(0, id.length() - MEMBER_ID_SHOWN));
    }
}
