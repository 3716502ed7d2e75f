package io.moodlepipeline.localstack.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.event.TopicDeclaration;
import io.moodlepipeline.event.Topics;
import io.moodlepipeline.zoho.tenant.TenantConsumers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.utils.SecurityUtils;
import org.junit.jupiter.api.Test;

/** The table of who may do what on the brokers against the topics and users that there are. */
final class AccessRulesTest {
    private static final Set<String> ALL_TOPICS =
            new TreeSet<>(Topics.ALL.stream().map(TopicDeclaration::name).toList());

    /** A line of the table. */
    private record Rule(List<String> users, List<String> operations, String resource, List<String> names) {
        static Rule read(String line) {
            List<String> words = List.of(line.strip().split("\\s+"));
            return new Rule(
                    List.of(words.get(0).split(",")),
                    List.of(words.get(1).split(",")),
                    words.get(2),
                    words.subList(3, words.size()));
        }

        boolean lets(String user, String operation) {
            return users.contains(user) && operations.contains(operation);
        }

        Stream<String> topics() {
            return resource.equals("topic") ? names.stream().flatMap(Rule::matching) : Stream.empty();
        }

        private static Stream<String> matching(String name) {
            return name.endsWith("*")
                    ? ALL_TOPICS.stream().filter(topic -> topic.startsWith(name.substring(0, name.length() - 1)))
                    : Stream.of(name);
        }
    }

    @Test
    void everyNameIsThatOfATopicAndEveryOperationOneOfKafkas() {
        assertThat(rules()).isNotEmpty().allSatisfy(rule -> {
            assertThat(rule.topics()).allMatch(ALL_TOPICS::contains);
            assertThat(rule.operations())
                    .extracting(SecurityUtils::operation)
                    .doesNotContain(AclOperation.UNKNOWN, AclOperation.ALL, AclOperation.ANY);
        });
    }

    @Test
    void everyoneMaySeeHowEveryTopicIsDeclared() {
        for (String user : users()) {
            assertThat(topics(user, "Describe")).as(user).isEqualTo(ALL_TOPICS);
            assertThat(topics(user, "DescribeConfigs")).as(user).isEqualTo(ALL_TOPICS);
        }
    }

    @Test
    void everyTopicIsWrittenAndReadBySomebodyBesidePeople() {
        for (String operation : List.of("Write", "Read")) {
            Set<String> used = new TreeSet<>();
            for (String user : users()) {
                if (!user.equals("ops")) {
                    used.addAll(topics(user, operation));
                }
            }
            assertThat(used).as(operation).isEqualTo(ALL_TOPICS);
        }
    }

    @Test
    void onlyPeopleMayMakeTopics() {
        for (String user : users()) {
            assertThat(topics(user, "Create")).as(user).isEqualTo(user.equals("ops") ? ALL_TOPICS : Set.of());
        }
    }

    @Test
    void whoConsumesKeepsDeadLettersAndNotesWhatIsResolved() {
        for (String consumer : List.of("grade-processor", "db-writer", "zoho-sink")) {
            assertThat(topics(consumer, "Write")).as(consumer).contains(Topics.DEAD_LETTER, Topics.DEAD_LETTER_AUDIT);
        }
        // The gateway's own letters are resolved by whoever redrives them.
        assertThat(topics("ingest-gateway", "Write"))
                .contains(Topics.DEAD_LETTER)
                .doesNotContain(Topics.DEAD_LETTER_AUDIT);
    }

    @Test
    void whoRedrivesReadsLettersAndOriginalsAndWritesAnythingButLetters() {
        Set<String> written = new TreeSet<>(ALL_TOPICS);
        written.remove(Topics.DEAD_LETTER);
        for (String user : List.of("redriver", "ops")) {
            assertThat(topics(user, "Read")).as(user).isEqualTo(ALL_TOPICS);
            assertThat(topics(user, "Write")).as(user).isEqualTo(written);
        }
    }

    @Test
    void nobodyMayDoMoreThanMakeMissingTopics() {
        for (String user : users()) {
            assertThat(Stream.of("Alter", "AlterConfigs", "Delete")
                            .flatMap(operation -> topics(user, operation).stream()))
                    .as(user)
                    .isEmpty();
        }
    }

    @Test
    void everyUserHasCredentialsThatItsServiceTakes() throws IOException {
        ComposeFile production = ComposeFile.production();
        for (String user : users()) {
            assertThat(production.secrets()).as(user).containsKey(user + ".jaas");
            assertThat(production.service(user).path("secrets").toString())
                    .as(user)
                    .contains("{\"source\":\"" + user + ".jaas\",\"target\":\"kafka.jaas\"}");
            assertThat(production.service("access").path("secrets").toString())
                    .as(user)
                    .contains("\"" + user + ".jaas\"");
        }
    }

    @Test
    void whoConsumesJoinsItsOwnGroupsAlone() {
        assertThat(groups("grade-processor")).containsExactly("grade-processor");
        assertThat(groups("db-writer")).containsExactly("db-writer");
        assertThat(groups("zoho-sink")).containsExactly(TenantConsumers.group("*"));
        assertThat(groups("ops")).containsExactlyInAnyOrder("grade-processor", "db-writer", TenantConsumers.group("*"));
    }

    /** The script that applies the table names the pattern once for a whole line. */
    @Test
    void noLineHasBothNamesAndBeginningsOfNames() {
        assertThat(rules())
                .allSatisfy(rule -> assertThat(rule.names().stream()
                                .map(name -> name.endsWith("*"))
                                .distinct())
                        .hasSize(1));
    }

    private static List<String> groups(String user) {
        return rules().stream()
                .filter(rule -> rule.lets(user, "Read") && rule.resource().equals("group"))
                .flatMap(rule -> rule.names().stream())
                .toList();
    }

    private static Set<String> topics(String user, String operation) {
        Set<String> topics = new TreeSet<>();
        rules().stream()
                .filter(rule -> rule.lets(user, operation))
                .flatMap(Rule::topics)
                .forEach(topics::add);
        return topics;
    }

    private static Set<String> users() {
        Set<String> users = new TreeSet<>();
        rules().forEach(rule -> users.addAll(rule.users()));
        return users;
    }

    private static List<Rule> rules() {
        try (Stream<String> lines = Files.lines(ComposeFile.CHECKOUT.resolve("deploy/kafka/acls"))) {
            return lines.filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Rule::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
