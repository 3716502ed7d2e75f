package io.moodlepipeline.ops.groups;

import io.moodlepipeline.event.EventMetadata;
import io.moodlepipeline.event.EventType;
import io.moodlepipeline.writer.tables.Tables;
import io.moodlepipeline.zoho.tenant.TenantConsumers;
import java.util.List;
import java.util.Optional;

/**
 * A consumer of the pipeline's. Others are known by what they commit.
 *
 * @param group its name
 * @param service which runs it
 * @param topics which it reads
 */
public record PipelineConsumer(String group, String service, List<String> topics) {
    public static final PipelineConsumer GRADE_PROCESSOR =
            alone("grade-processor", List.of(EventType.GRADE_UPDATED.topic()));
    public static final PipelineConsumer DB_WRITER = alone(
            "db-writer",
            Tables.ALL.stream()
                    .flatMap(table -> table.types().stream())
                    .map(EventType::topic)
                    .toList());

    /** Those that are there in every pipeline. */
    static final List<PipelineConsumer> ALWAYS = List.of(GRADE_PROCESSOR, DB_WRITER);

    private static final String ZOHO_SINK = "zoho-sink";
    private static final String ZOHO_PREFIX = TenantConsumers.group("");

    public PipelineConsumer {
        topics = List.copyOf(topics);
    }

    private static PipelineConsumer alone(String name, List<String> topics) {
        return new PipelineConsumer(name, name, topics);
    }

    /** The zoho-sink's of one school. */
    public static PipelineConsumer zohoSink(String tenant) {
        return new PipelineConsumer(TenantConsumers.group(tenant), ZOHO_SINK, TenantConsumers.TOPICS);
    }

    /** Also one that never ran: whether a school has a Zoho is not written in a group's name. */
    public static Optional<PipelineConsumer> ofGroup(String group) {
        return ALWAYS.stream()
                .filter(consumer -> consumer.group.equals(group))
                .findFirst()
                .or(() -> zohoTenant(group).map(PipelineConsumer::zohoSink));
    }

    /** Whose events a group of the zoho-sink's writes; empty for all other groups. */
    public static Optional<String> zohoTenant(String group) {
        return Optional.of(group)
                .filter(name -> name.startsWith(ZOHO_PREFIX))
                .map(name -> name.substring(ZOHO_PREFIX.length()))
                .filter(tenant -> EventMetadata.TENANT_NAME.matcher(tenant).matches());
    }

    /** The service to start or stop; a stranger's is called like its group. */
    public static String serviceOf(String group) {
        return ofGroup(group).map(PipelineConsumer::service).orElse(group);
    }

    /** Whether it is there in every pipeline, even before it has consumed anything. */
    public boolean isAlwaysThere() {
        return ALWAYS.contains(this);
    }
}
