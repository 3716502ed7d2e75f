package io.moodlepipeline.ops.replay;

import io.moodlepipeline.ops.ExitCode;
import io.moodlepipeline.ops.connection.Brokers;
import io.moodlepipeline.ops.connection.DatabaseOptions;
import io.moodlepipeline.ops.connection.KafkaOptions;
import io.moodlepipeline.ops.deployment.Deployment;
import io.moodlepipeline.ops.groups.ConsumerGroup;
import io.moodlepipeline.ops.groups.ConsumerGroups;
import io.moodlepipeline.ops.groups.PipelineConsumer;
import io.moodlepipeline.ops.groups.StopAdvice;
import io.moodlepipeline.ops.output.OutputOptions;
import io.moodlepipeline.ops.records.TopicReader;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Sets a group's offsets. */
@Command(
        name = "replay",
        description = "Let a stopped consumer read events again. Shows what would happen; --execute does it.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Events that were applied already change nothing when they are read again: the newest version wins."
        })
public final class ReplayCommand implements Callable<Integer> {
    private final Supplier<Map<String, String>> environment;

    @Spec
    private CommandSpec spec;

    @Mixin
    private final KafkaOptions kafka;

    @Mixin
    private final DatabaseOptions database;

    @Mixin
    private OutputOptions output;

    @Option(
            names = "--group",
            paramLabel = "GROUP",
            required = true,
            description = "The consumer: db-writer, grade-processor, zoho-sink.TENANT, …")
    private String groupName;

    @ArgGroup(multiplicity = "0..1")
    private TopicOptions topics;

    @ArgGroup(multiplicity = "1")
    private TargetOptions target;

    @Option(
            names = "--resend",
            description =
                    "Send what is read again to Zoho even if it is there already; zoho-sink.TENANT only. Costs credits,"
                            + " which are shown.")
    private boolean resend;

    @Option(names = "--execute", description = "Do it.")
    private boolean execute;

    public ReplayCommand(Supplier<Map<String, String>> environment) {
        this.environment = environment;
        this.kafka = new KafkaOptions(environment);
        this.database = new DatabaseOptions(environment);
    }

    @Override
    public Integer call() {
        checkUsage();
        try (Brokers brokers = Brokers.connect(kafka.properties());
                TopicReader reader = TopicReader.open(kafka.properties())) {
            ConsumerGroup group = new ConsumerGroups(brokers.admin()).named(groupName);
            if (!group.exists() && !isAlwaysThere()) {
                return nothing("There is no group " + groupName + "; there are "
                        + new ConsumerGroups(brokers.admin())
                                .ofPipeline().stream().map(ConsumerGroup::name).collect(Collectors.joining(", ")));
            }
            Set<String> existing = Brokers.answer(brokers.admin().listTopics().names());
            List<Position> positions = Positions.of(group, choices(group), existing, reader);
            if (positions.isEmpty()) {
                return nothing("There is no such topic or partition");
            }
            Optional<String> missing = missing(positions);
            if (missing.isPresent()) {
                return nothing("There is no " + missing.get() + "; nothing was changed");
            }
            List<Move> moves = target.target(reader, database, output.progress(err()), Clock.systemUTC())
                    .moves(positions);
            if (moves.isEmpty()) {
                return nothing("No retained record of these topics has this event id");
            }
            ReplayReport report =
                    new ReplayReport(groupName, output, spec.commandLine().getOut());
            report.print(moves);
            return carryOut(group, moves, report, brokers.admin(), resending(moves));
        }
    }

    private void checkUsage() {
        if (topics == null && !target.isForAllTopics()) {
            throw new ParameterException(spec.commandLine(), "Say --topic or --all-topics");
        }
        if (target.isNegativeOffset()) {
            throw new ParameterException(spec.commandLine(), "--to-offset must not be negative");
        }
        if (target.isToStored() && !groupName.equals(PipelineConsumer.DB_WRITER.group())) {
            throw new ParameterException(
                    spec.commandLine(), "--to-stored is for db-writer alone: the tables say how far that one was");
        }
        if (resend && PipelineConsumer.zohoTenant(groupName).isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--resend is for the consumers zoho-sink.TENANT: to others an event that is read again costs nothing");
        }
        if (topics != null) {
            PipelineConsumer.ofGroup(groupName).ifPresent(this::checkTopics);
        }
    }

    private boolean isAlwaysThere() {
        return PipelineConsumer.ofGroup(groupName)
                .filter(PipelineConsumer::isAlwaysThere)
                .isPresent();
    }

    private void checkTopics(PipelineConsumer consumer) {
        for (TopicChoice choice : topics.choices()) {
            if (!consumer.topics().contains(choice.topic())) {
                throw new ParameterException(
                        spec.commandLine(),
                        groupName + " does not read " + choice.topic() + ", but "
                                + String.join(", ", consumer.topics()));
            }
        }
    }

    private List<TopicChoice> choices(ConsumerGroup group) {
        boolean all = topics == null || topics.isAll();
        return all
                ? group.topics().stream()
                        .map(topic -> new TopicChoice(topic, Set.of()))
                        .toList()
                : topics.choices();
    }

    /** What was asked for by name and is not there: to pass over it in silence would seem to have replayed it. */
    private Optional<String> missing(List<Position> positions) {
        if (topics == null || topics.isAll()) {
            return Optional.empty();
        }
        Set<TopicPartition> found = positions.stream().map(Position::partition).collect(Collectors.toSet());
        for (TopicChoice choice : topics.choices()) {
            if (found.stream().noneMatch(partition -> partition.topic().equals(choice.topic()))) {
                return Optional.of("topic " + choice.topic());
            }
            for (int partition : new TreeSet<>(choice.partitions())) {
                if (!found.contains(new TopicPartition(choice.topic(), partition))) {
                    return Optional.of("partition " + partition + " of " + choice.topic());
                }
            }
        }
        return Optional.empty();
    }

    /** Empty when nothing is to be sent in spite of the ledger. */
    private Optional<Resending> resending(List<Move> moves) {
        return PipelineConsumer.zohoTenant(groupName).filter(tenant -> resend).map(tenant -> {
            Resending resending = Resending.of(tenant, moves, database);
            report(resending);
            return resending;
        });
    }

    private void report(Resending resending) {
        output.remarks(spec.commandLine().getOut(), err()).println(resending.cost());
    }

    private int carryOut(
            ConsumerGroup group, List<Move> moves, ReplayReport report, Admin admin, Optional<Resending> resending) {
        if (!group.members().isEmpty()) {
            err().println(StopAdvice.of(
                    group, Deployment.of(spec, environment.get()), "replay as you did now, with --execute"));
            return ExitCode.FAILED;
        }
        List<Move> changes = Move.changes(moves);
        if (execute) {
            if (!changes.isEmpty()) {
                GroupOffsets.set(admin, groupName, changes);
            }
            resending.ifPresent(Resending::execute);
        }
        report.conclude(changes, execute, resending.isPresent());
        return ExitCode.OK;
    }

    private int nothing(String why) {
        err().println(why);
        return ExitCode.NOTHING_MATCHED;
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
