package io.moodlepipeline.ops.trace;

import io.moodlepipeline.event.EventMetadata;
import io.moodlepipeline.ops.connection.Brokers;
import io.moodlepipeline.ops.connection.DatabaseOptions;
import io.moodlepipeline.ops.connection.KafkaOptions;
import io.moodlepipeline.ops.connection.KafkaProperties;
import io.moodlepipeline.ops.connection.ZohoOptions;
import io.moodlepipeline.ops.deployment.Deployment;
import io.moodlepipeline.ops.output.OutputOptions;
import io.moodlepipeline.ops.output.SafeText;
import io.moodlepipeline.ops.records.Progress;
import io.moodlepipeline.ops.records.TopicReader;
import io.moodlepipeline.zoho.mapping.Mapping;
import io.moodlepipeline.zoho.mapping.MappingFile;
import io.moodlepipeline.zoho.tenant.ZohoTenant;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Tells what became of an event, or of all events of a person. */
@Command(
        name = "trace",
        description = {
            "Tell what became of an event, or of all events about a person: when it was accepted, how a grade was judged, whether it"
                    + " is in the table, and if not, why and what to do.",
            ""
        },
        footer = {
            "",
            "The event's id is in the gateway's answer and log; look by --user where nobody has it.",
            "Exit codes: 0 found, 1 it did not work, 2 wrong usage, 3 nothing found."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class TraceCommand implements Callable<Integer> {
    private final Supplier<Map<String, String>> environment;

    @Spec
    private CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    private Subject subject;

    static final class Subject {
        @Parameters(
                paramLabel = "EVENT_ID",
                arity = "0..1",
                converter = EventId.class,
                description = "The event's id, a UUID.")
        private UUID eventId;

        @Option(
                names = "--user",
                paramLabel = "ID",
                description = "All events about the person with this id in Moodle.")
        private Long userId;
    }

    @Option(
            names = "--tenant",
            paramLabel = "TENANT",
            description =
                    "The school of that person (default: default), or of the event, where several have one of this id.")
    private String tenant;

    @Option(names = "--reveal", description = "Show grades, too, and the names of what was graded.")
    private boolean reveal;

    @Mixin
    private final KafkaOptions kafka;

    @Mixin
    private final DatabaseOptions database;

    @Mixin
    private final ZohoOptions zoho;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    public TraceCommand(Supplier<Map<String, String>> environment) {
        this.environment = environment;
        this.kafka = new KafkaOptions(environment);
        this.database = new DatabaseOptions(environment);
        this.zoho = new ZohoOptions(environment);
    }

    @Override
    public Integer call() throws SQLException {
        if (tenant != null && !EventMetadata.TENANT_NAME.matcher(tenant).matches()) {
            throw new ParameterException(spec.commandLine(), "--tenant: this is no tenant's name");
        }
        KafkaProperties properties = kafka.properties();
        PrintWriter progress = output.progress(spec.commandLine().getErr());
        try (Brokers brokers = Brokers.connect(properties);
                TopicReader reader = TopicReader.open(properties);
                Connection connection = database.isGiven() ? database.connect() : null) {
            Inquiry inquiry = new Inquiry(
                    brokers,
                    new RecordSearch(reader, total -> new Progress(progress, System::nanoTime, "records read", total)),
                    reader,
                    Optional.ofNullable(connection),
                    mappings(),
                    Deployment.of(spec, environment.get()));
            StoryPrinter printer = new StoryPrinter(output, spec.commandLine().getOut(), new Description(reveal));
            if (subject.userId == null) {
                return printer.print(subject.eventId, oneSchools(inquiry.about(subject.eventId, tenant)));
            }
            String school = tenant == null ? "default" : tenant;
            return printer.print(school, subject.userId, inquiry.about(school, subject.userId));
        }
    }

    private Inquiry.Found oneSchools(Inquiry.Found found) {
        if (found.events().size() > 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Several schools have an event with this id: say which one's with --tenant: "
                            + found.events().stream()
                                    .map(event -> SafeText.escape(event.tenant()))
                                    .collect(Collectors.joining(", ")));
        }
        return found;
    }

    /** Of a school that is not in the file, or without one, what holds unless it says otherwise. */
    private Function<String, Mapping> mappings() {
        Map<String, Mapping> own = zoho.isGiven()
                ? zoho.tenants().stream().collect(Collectors.toMap(ZohoTenant::name, ZohoTenant::mapping))
                : Map.of();
        return name -> own.getOrDefault(name, MappingFile.builtIn());
    }

    static final class EventId implements ITypeConverter<UUID> {
        @Override
        public UUID convert(String text) {
            return EventMetadata.uuid(text)
                    .orElseThrow(() -> new TypeConversionException(
                            "an event's id is a UUID, such as 01a20397-6a16-7000-ab0d-4c19ec2e419b"));
        }
    }
}
