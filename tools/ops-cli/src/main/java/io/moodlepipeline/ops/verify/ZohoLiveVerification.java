package io.moodlepipeline.ops.verify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.zoho.api.Coql;
import io.moodlepipeline.zoho.api.FieldMetadata;
import io.moodlepipeline.zoho.api.ZohoApi;
import io.moodlepipeline.zoho.api.ZohoException;
import io.moodlepipeline.zoho.ledger.LedgerView;
import io.moodlepipeline.zoho.ledger.LedgerView.Sent;
import io.moodlepipeline.zoho.mapping.FieldMapping;
import io.moodlepipeline.zoho.mapping.ModuleMapping;
import io.moodlepipeline.zoho.mapping.Role;
import io.moodlepipeline.zoho.tenant.ZohoTenant;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares a school's Zoho with the ledger while the sink goes on writing: page by page, each with what the ledger says right after. What
 * was written since the page was asked for, or is being written, is passed over.
 */
final class ZohoLiveVerification {
    private final ZohoTenant tenant;
    private final ZohoApi zoho;
    private final LedgerView ledger;
    private final ZohoReport report;

    ZohoLiveVerification(ZohoTenant tenant, ZohoApi zoho, LedgerView ledger, ZohoReport report) {
        this.tenant = tenant;
        this.zoho = zoho;
        this.ledger = ledger;
        this.report = report;
    }

    void run() throws ZohoException, SQLException {
        Instant begun = ledger.now();
        Map<Role, Map<String, String>> seen = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            seen.put(role, read(tenant.mapping().of(role)));
        }
        ledger.records(tenant.name(), known -> {
            boolean settled = known.syncedAt() == null || known.syncedAt().isBefore(begun);
            if (known.recordId() != null && settled && !seen.get(known.role()).containsKey(known.key())) {
                found(
                        ZohoDifference.MISSING,
                        known.role(),
                        known.key(),
                        "was deleted in Zoho: the next event that changes something makes it anew; at once, replay --resend");
            }
        });
    }

    /** Record ids by key. */
    private Map<String, String> read(ModuleMapping module) throws ZohoException, SQLException {
        Map<String, String> seen = new HashMap<>();
        List<String> columns = columns(module);
        String last = null;
        List<ObjectNode> page;
        do {
            Instant asked = ledger.now();
            page = zoho.query(Coql.keyedRecords(module.module(), columns, module.keyField(), last));
            compare(module, page, asked, seen);
            last = page.isEmpty()
                    ? null
                    : page.get(page.size() - 1).path(Coql.ID).asText();
        } while (page.size() == ZohoApi.PAGE);
        return seen;
    }

    /** Fields that are mapped and there: a query that asks for another is refused. */
    private List<String> columns(ModuleMapping module) throws ZohoException {
        Set<String> there = zoho.fields(module.module()).stream()
                .map(FieldMetadata::apiName)
                .collect(Collectors.toSet());
        return Stream.concat(
                        Stream.of(module.keyField(), ModuleMapping.NAME_FIELD),
                        module.fields().stream().map(FieldMapping::apiName))
                .filter(there::contains)
                .limit(ZohoApi.MAX_FIELDS - 1)
                .toList();
    }

    private void compare(ModuleMapping module, List<ObjectNode> page, Instant asked, Map<String, String> seen)
            throws SQLException {
        Map<String, Sent> sent = ledger.sent(
                tenant.name(),
                module.role(),
                page.stream()
                        .map(record -> record.path(module.keyField()).asText())
                        .distinct()
                        .toList());
        for (ObjectNode record : page) {
            String key = record.path(module.keyField()).asText();
            String id = record.path(Coql.ID).asText();
            Sent known = sent.get(key);
            if (known == null || known.recordId() == null) {
                // Another school's, a person's own, or one that the sink has yet to find.
                continue;
            }
            String first = seen.putIfAbsent(key, id);
            boolean settled = !known.unsettled()
                    && (known.syncedAt() == null || known.syncedAt().isBefore(asked));
            if (first != null) {
                found(ZohoDifference.DUPLICATE, module.role(), key, "Zoho has this key twice: merge the records there");
            } else if (settled && !id.equals(known.recordId())) {
                found(
                        ZohoDifference.DUPLICATE,
                        module.role(),
                        key,
                        "Zoho has this key in another record than the one that is written to: merge the records there");
            } else if (settled && known.content() != null) {
                differing(module.role(), key, known.content(), record);
            }
        }
    }

    private void differing(Role role, String key, ObjectNode sent, ObjectNode record) {
        String fields = sent.properties().stream()
                .filter(field -> record.has(field.getKey()))
                .filter(field -> !SameValue.of(field.getValue(), record.get(field.getKey())))
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
        if (!fields.isEmpty()) {
            found(
                    ZohoDifference.DIFFERS,
                    role,
                    key,
                    "differs in " + fields
                            + ": somebody or something in Zoho changed it; replay --resend sends it again");
        }
    }

    private void found(ZohoDifference difference, Role role, String key, String advice) {
        report.add(new ZohoFinding(difference, tenant.name(), role, key, null, advice));
    }
}
