package io.moodlepipeline.zoho.row;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.zoho.mapping.Role;
import java.util.Set;

/**
 * What a record shall hold, by an event.
 *
 * @param key the value of the module's key field, which is also the key in the ledger
 * @param name the value of Name
 * @param content fields and values in the mapping's order, fitted, with the key; {@code null} for what is to be cleared on a record that
 *     exists; lookups as {@code {"id": …}}
 * @param leftOut API names of mapped fields that could not be filled as they should
 * @param hash SHA-256 over the content
 */
@SuppressWarnings("ArrayRecordComponent") // passed on as it is, never compared as part of the record
public record Row(Role role, String key, String name, ObjectNode content, Set<String> leftOut, byte[] hash) {
    public Row {
        leftOut = Set.copyOf(leftOut);
    }
}
