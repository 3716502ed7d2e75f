package io.moodlepipeline.zoho.delivery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.runtime.consumer.TargetException;
import io.moodlepipeline.zoho.api.Coql;
import io.moodlepipeline.zoho.api.ZohoApi;
import io.moodlepipeline.zoho.api.ZohoException;
import io.moodlepipeline.zoho.ledger.Entry;
import io.moodlepipeline.zoho.ledger.Ledger;
import io.moodlepipeline.zoho.mapping.Matching;
import io.moodlepipeline.zoho.mapping.Role;
import io.moodlepipeline.zoho.row.Rows;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Takes over a record that admissions made when it surely is the student's: it is the only one with one of his values, nobody's key
 * stands in it, the surname is his, and no other Moodle user has that value. When there is a hit and any of this is not so, a person has
 * to look: a wrong guess would give one student's grades to another.
 */
final class MatchingAdoption implements Adoption {
    private final ZohoApi api;
    private final Ledger ledger;
    private final Rows rows;
    private final Matching matching;

    MatchingAdoption(ZohoApi api, Ledger ledger, Rows rows, Matching matching) {
        this.api = api;
        this.ledger = ledger;
        this.rows = rows;
        this.matching = matching;
    }

    @Override
    public Collection<String> adopt(List<RoleDelivery.Candidate> unknown) throws TargetException {
        Map<String, Entry> entries = ledger.find(
                Role.STUDENT,
                unknown.stream().map(candidate -> candidate.row().key()).toList());
        List<RoleDelivery.Candidate> strangers = unknown.stream()
                .filter(candidate -> isStranger(entries.get(candidate.row().key())))
                .toList();
        if (strangers.isEmpty()) {
            return List.of();
        }
        Hits hits = new Hits(strangers);
        Map<String, String> adopted = new LinkedHashMap<>();
        List<String> refused = new ArrayList<>();
        for (RoleDelivery.Candidate stranger : strangers) {
            List<ObjectNode> records = hits.of(stranger);
            if (records.isEmpty()) {
                continue;
            }
            Optional<String> doubt = doubt(stranger, records, hits);
            if (doubt.isPresent()) {
                stranger.event().refuse(DeadLetterCode.ZOHO_MATCH_NEEDS_PERSON, doubt.get());
                refused.add(stranger.row().key());
            } else {
                adopted.put(stranger.row().key(), id(records.get(0)));
            }
        }
        ledger.found(Role.STUDENT, adopted);
        return refused;
    }

    /** One who was sent before is matched no more: that his record is gone is no reason to take another's. */
    private static boolean isStranger(Entry entry) {
        return entry == null || (entry.recordId() == null && entry.name() == null);
    }

    private Optional<String> doubt(RoleDelivery.Candidate stranger, List<ObjectNode> records, Hits hits)
            throws TargetException {
        if (records.size() > 1) {
            return Optional.of(records.size() + " records in Zoho have a value of this student's: records "
                    + String.join(
                            ", ", records.stream().map(MatchingAdoption::id).toList()));
        }
        ObjectNode record = records.get(0);
        String found = "record " + id(record) + " in Zoho has a value of this student's, but ";
        if (!record.path(rows.keyField(Role.STUDENT)).asText("").isBlank()
                || ledger.keyOf(Role.STUDENT, id(record)).isPresent()) {
            return Optional.of(found + "it is another Moodle user's");
        }
        if (!text(record, matching.surnameField()).equals(text(stranger.row().content(), matching.surnameField()))) {
            return Optional.of(found + "the surname differs");
        }
        if (hits.isShared(stranger)) {
            return Optional.of(found + "another Moodle user has that value too");
        }
        return Optional.empty();
    }

    private static String id(ObjectNode record) {
        return record.path(Coql.ID).asText();
    }

    /** As Zoho compares: capitals do not count. */
    private static String text(ObjectNode object, String field) {
        return object.path(field).asText("").strip().toLowerCase(Locale.ROOT);
    }

    /** What Zoho and the ledger have of the values of some students. */
    private final class Hits {
        private final Map<String, Map<String, List<ObjectNode>>> recordsByField = new HashMap<>();
        private final Map<String, Map<String, Set<String>>> ownersByField = new HashMap<>();

        private Hits(List<RoleDelivery.Candidate> strangers) throws TargetException {
            for (String field : matching.fields()) {
                Map<String, Set<String>> owners = new LinkedHashMap<>();
                for (RoleDelivery.Candidate stranger : strangers) {
                    String value = text(stranger.row().content(), field);
                    if (!value.isEmpty()) {
                        owners.computeIfAbsent(value, unknown -> new HashSet<>())
                                .add(stranger.row().key());
                    }
                }
                ledger.keysHolding(Role.STUDENT, field, owners.keySet())
                        .forEach((value, keys) -> owners.get(value).addAll(keys));
                ownersByField.put(field, owners);
                recordsByField.put(field, find(field, List.copyOf(owners.keySet())));
            }
        }

        private Map<String, List<ObjectNode>> find(String field, List<String> values) throws TargetException {
            List<String> selected = Stream.concat(
                            Stream.of(rows.keyField(Role.STUDENT), matching.surnameField()), matching.fields().stream())
                    .toList();
            Map<String, List<ObjectNode>> found = new HashMap<>();
            try {
                for (List<String> some : Chunks.of(values, ZohoApi.MAX_VALUES)) {
                    for (ObjectNode record :
                            api.query(Coql.byValues(rows.module(Role.STUDENT), selected, field, some))) {
                        found.computeIfAbsent(text(record, field), unknown -> new ArrayList<>())
                                .add(record);
                    }
                }
            } catch (ZohoException e) {
                throw CallFailures.of(e);
            }
            return found;
        }

        List<ObjectNode> of(RoleDelivery.Candidate stranger) {
            Map<String, ObjectNode> byId = new LinkedHashMap<>();
            for (String field : matching.fields()) {
                String value = text(stranger.row().content(), field);
                recordsByField
                        .get(field)
                        .getOrDefault(value, List.of())
                        .forEach(record -> byId.put(id(record), record));
            }
            return List.copyOf(byId.values());
        }

        /** Whether a value that a hit rests on is another user's as well. */
        boolean isShared(RoleDelivery.Candidate stranger) {
            Set<String> owners = new LinkedHashSet<>();
            for (String field : matching.fields()) {
                String value = text(stranger.row().content(), field);
                if (recordsByField.get(field).containsKey(value)) {
                    owners.addAll(ownersByField.get(field).getOrDefault(value, Set.of()));
                }
            }
            owners.remove(stranger.row().key());
            return !owners.isEmpty();
        }
    }
}
