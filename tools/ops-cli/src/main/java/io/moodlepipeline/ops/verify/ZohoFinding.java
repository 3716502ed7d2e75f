package io.moodlepipeline.ops.verify;

import io.moodlepipeline.zoho.mapping.Role;

/**
 * A difference and what to do about it.
 *
 * @param key of the record; null where none can be told
 * @param event the event's id, or where it stands if it has none; null where it is about no event
 */
record ZohoFinding(ZohoDifference difference, String tenant, Role role, String key, String event, String advice) {}
