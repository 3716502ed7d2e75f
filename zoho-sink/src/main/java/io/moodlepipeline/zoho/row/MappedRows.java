package io.moodlepipeline.zoho.row;

import io.moodlepipeline.event.EnrichedGradeEvent;
import io.moodlepipeline.event.EnrolmentEvent;
import io.moodlepipeline.event.MoodleEvent;
import io.moodlepipeline.event.UserEvent;
import io.moodlepipeline.runtime.consumer.ConsumedEvent;
import io.moodlepipeline.zoho.api.FieldMetadata;
import io.moodlepipeline.zoho.mapping.FieldMapping;
import io.moodlepipeline.zoho.mapping.Filters;
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
        Role role = role(event.event());
        Values values = values(event.event());
        String studentKey = role == Role.STUDENT ? null : studentKey(event.event());
        return new Draft(role, modules.get(role).key(values), studentKey, isSent(event.event()));
    }

    private static Role role(MoodleEvent event) {
        if (event instanceof UserEvent) {
            return Role.STUDENT;
        }
        return event instanceof EnrolmentEvent ? Role.ENROLMENT : Role.GRADE;
    }

    private Values values(MoodleEvent event) {
        if (event instanceof UserEvent user) {
            return new UserValues(tenant, user);
        }
        if (event instanceof EnrolmentEvent enrolment) {
            return new EnrolmentValues(tenant, enrolment, clock.instant());
        }
        if (event instanceof EnrichedGradeEvent grade) {
            return new GradeValues(tenant, grade);
        }
        throw new IllegalArgumentException("A grade without its band has no place in Zoho");
    }

    /** A student's key is made of the user's id, which every event has, and the tenant. */
    private String studentKey(MoodleEvent event) {
        return modules.get(Role.STUDENT)
                .key(source -> source == Source.TENANT ? Value.text(tenant) : Value.number(event.userId()));
    }

    private boolean isSent(MoodleEvent event) {
        Filters filters = mapping.filters();
        if (event instanceof EnrolmentEvent enrolment) {
            return filters.roleIds().contains(enrolment.roleId());
        }
        return !(event instanceof EnrichedGradeEvent grade)
                || filters.totals()
                || grade.grade().itemName() != null;
    }

    @Override
    public Built build(ConsumedEvent event, Draft draft, String lastName, String studentRecordId) {
        ModuleRows rows = modules.get(draft.role());
        Values values = values(event.event());
        return event.event() instanceof UserEvent user && user.deleted()
                ? rows.buildDeleted(draft.key(), lastName, values)
                : rows.build(draft.key(), values, studentRecordId);
    }

    @Override
    public Row withdrawn(ConsumedEvent event, Draft draft) {
        return modules.get(draft.role()).withdrawn(draft.key(), values(event.event()));
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
