package io.moodlepipeline.zoho.ledger;

import java.util.Set;

/**
 * What the ledger knows of a record.
 *
 * @param recordId Zoho's id; null when not known
 * @param name the Name last sent; null when none was
 * @param incompleteFields mapped fields that could not be filled, or that Zoho refused
 */
public record Entry(String key, String recordId, String name, Set<String> incompleteFields) {
    public Entry {
        incompleteFields = Set.copyOf(incompleteFields);
    }
}
