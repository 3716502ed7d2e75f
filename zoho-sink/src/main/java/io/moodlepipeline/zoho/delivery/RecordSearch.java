package io.moodlepipeline.zoho.delivery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.runtime.consumer.TargetException;
import io.moodlepipeline.zoho.api.Coql;
import io.moodlepipeline.zoho.api.ZohoApi;
import io.moodlepipeline.zoho.api.ZohoException;
import io.moodlepipeline.zoho.ledger.Ledger;
import io.moodlepipeline.zoho.ledger.Ledger.Census;
import io.moodlepipeline.zoho.mapping.Role;
import io.moodlepipeline.zoho.row.Rows;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Finds the records that Zoho has for keys that the ledger does not know. All keyed records of a module are read once, a credit for each
 * {@value ZohoApi#PAGE}; to look for each key would cost a credit for each {@value ZohoApi#MAX_VALUES}. Where Zoho does not take that
 * query, keys are looked for batch by batch.
 */
public final class RecordSearch {
    private final ZohoApi api;
    private final Ledger ledger;
    private final Rows rows;

    public RecordSearch(ZohoApi api, Ledger ledger, Rows rows) {
        this.api = api;
        this.ledger = ledger;
        this.rows = rows;
    }

    /** Reads the keys of all records of all modules, from where the last census was broken off; nothing when it has ended. */
    public void takeCensus() throws TargetException, ZohoException {
        for (Role role : Role.values()) {
            Census census = ledger.census(role);
            while (census.state() == Census.State.OPEN) {
                census = nextPage(role, census.lastRecordId());
                ledger.noteCensus(role, census);
            }
        }
    }

    private Census nextPage(Role role, String lastRecordId) throws TargetException, ZohoException {
        String keyField = rows.keyField(role);
        List<ObjectNode> page;
        try {
            page = api.query(Coql.keyedRecords(rows.module(role), keyField, lastRecordId));
        } catch (ZohoException e) {
            if (e.kind() == ZohoException.Kind.REJECTED) {
                return new Census(Census.State.REFUSED, null);
            }
            throw e;
        }
        Map<String, String> found = new LinkedHashMap<>();
        page.forEach(record ->
                found.put(record.path(keyField).asText(), record.path(Coql.ID).asText()));
        ledger.found(role, found);
        boolean last = page.size() < ZohoApi.PAGE;
        return last
                ? new Census(Census.State.DONE, null)
                : new Census(
                        Census.State.OPEN,
                        page.get(page.size() - 1).path(Coql.ID).asText());
    }

    /** Sees to it that the ledger knows the record of each key that has one in Zoho. */
    void lookFor(Role role, Collection<String> keys) throws TargetException {
        List<String> unknown = ledger.neverLookedFor(role, keys);
        if (!unknown.isEmpty()) {
            ledger.found(role, byKey(role, unknown));
            ledger.lookedFor(role, unknown);
        }
    }

    /** Asks Zoho for records by their keys. @return record ids of those that are there, by the keys given */
    Map<String, String> byKey(Role role, Collection<String> keys) throws TargetException {
        Map<String, String> byKey = new HashMap<>();
        // Zoho's unique values do not tell capitals.
        Map<String, String> asGiven = new HashMap<>();
        keys.forEach(key -> asGiven.put(key.toLowerCase(Locale.ROOT), key));
        try {
            for (List<String> some : Chunks.of(List.copyOf(asGiven.values()), ZohoApi.MAX_VALUES)) {
                String keyField = rows.keyField(role);
                for (ObjectNode record :
                        api.query(Coql.byValues(rows.module(role), List.of(keyField), keyField, some))) {
                    String key = asGiven.get(record.path(keyField).asText().toLowerCase(Locale.ROOT));
                    if (key != null) {
                        byKey.put(key, record.path(Coql.ID).asText());
                    }
                }
            }
        } catch (ZohoException e) {
            throw CallFailures.of(e);
        }
        return byKey;
    }
}
