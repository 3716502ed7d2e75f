package io.moodlepipeline.zoho.row;

import io.moodlepipeline.event.EnrichedGradeEvent;
import io.moodlepipeline.event.UserEvent;
import io.moodlepipeline.runtime.consumer.ConsumedEvent;
import io.moodlepipeline.zoho.api.FieldMetadata;
import io.moodlepipeline.zoho.mapping.FieldMapping;
import io.moodlepipeline.zoho.mapping.Mapping;
import io.moodlepipeline.zoho.mapping.Role;
import io.moodlepipeline.zoho.mapping.Source;
import io.moodlepipeline.zoho.row.Finding.Severity;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Rows as a mapping says, fitted to the fields that Zoho has now. */
public final class MappedRows implements Rows {
    private final Map<Role, ModuleRows> modules = new EnumMap<>(Role.class);
    private final Mapping mapping;
    private final Drafts drafts;
    private final String tenant;
    private final InstantSource clock;
    private final List<Finding> problems;

    /**
     * @param metadata all fields of each role's module
     * @param zone the school's, for dates
     * @throws UnfitMappingException when a mapping and Zoho's fields do not go together at all
     */
    public MappedRows(
            Mapping mapping, Map<Role, List<FieldMetadata>> metadata, String tenant, ZoneId zone, InstantSource clock) {
        this.mapping = mapping;
        this.drafts = new Drafts(mapping, tenant);
        this.tenant = tenant;
        this.clock = clock;
        List<Finding> findings = MappingCheck.findings(mapping, metadata);
        List<Finding> stopping = with(Severity.STOPS, findings);
        if (!stopping.isEmpty()) {
            throw new UnfitMappingException(stopping);
        }
        problems = with(Severity.FIELD_LEFT_OUT, findings);
        Fits fits = new Fits(zone);
        mapping.modules()
                .forEach((role, module) ->
                        modules.put(role, new ModuleRows(module, metadata.get(role), leftOut(role), fits)));
    }

    private static List<Finding> with(Severity severity, List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.severity() == severity)
                .toList();
    }

    private Set<String> leftOut(Role role) {
        return problems.stream()
                .filter(finding -> finding.role() == role)
                .map(Finding::field)
                .collect(Collectors.toSet());
    }

    /** Mapped fields that are left out of every row, and why. */
    public List<Finding> problems() {
        return problems;
    }

    @Override
    public Draft draft(ConsumedEvent event) {
        return drafts.draft(event);
    }

    @Override
    public Built build(ConsumedEvent event, Draft draft, String lastName, String studentRecordId) {
        ModuleRows rows = modules.get(draft.role());
        Values values = values(event);
        return event.event() instanceof UserEvent user && user.deleted()
                ? rows.buildDeleted(draft.key(), lastName, values)
                : rows.build(draft.key(), values, studentRecordId);
    }

    @Override
    public Row withdrawn(ConsumedEvent event, Draft draft) {
        ModuleRows rows = modules.get(draft.role());
        Values values = values(event);
        if (!(event.event() instanceof EnrichedGradeEvent judged)) {
            return rows.update(draft.key(), ended(values));
        }
        if (mapping.filters().conceals(judged.grade())) {
            return rows.concealed(draft.key(), values);
        }
        boolean deletedAlone = mapping.filters().admits(judged.grade());
        return deletedAlone ? rows.update(draft.key(), values) : withoutAward(event, draft);
    }

    @Override
    public Row withoutAward(ConsumedEvent event, Draft draft) {
        boolean concealed = event.event() instanceof EnrichedGradeEvent judged
                && mapping.filters().conceals(judged.grade());
        return modules.get(draft.role()).withoutAward(draft.key(), values(event), concealed);
    }

    /** Who is no student in the course any more may still be in it, as its teacher. */
    private static Values ended(Values enrolment) {
        return source -> source == Source.ENROLMENT_STATUS ? Value.text(EnrolmentValues.ENDED) : enrolment.of(source);
    }

    private Values values(ConsumedEvent event) {
        return Drafts.values(tenant, event.event(), clock.instant());
    }

    @Override
    public String module(Role role) {
        return mapping.of(role).module();
    }

    @Override
    public String keyField(Role role) {
        return mapping.of(role).keyField();
    }

    @Override
    public String studentField(Role role) {
        return mapping.of(role).student().map(FieldMapping::apiName).orElse(null);
    }

    @Override
    public Set<String> otherUniqueFields(Role role) {
        return modules.get(role).otherUnique();
    }

    @Override
    public boolean isEssential(Role role, String apiName) {
        return modules.get(role).isEssential(apiName);
    }

    @Override
    public Set<String> cleared(Role role) {
        return modules.get(role).cleared();
    }
}
