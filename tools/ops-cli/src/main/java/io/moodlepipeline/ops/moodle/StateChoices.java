package io.moodlepipeline.ops.moodle;

import java.util.Collection;
import java.util.Collections;
import java.util.Set;

/**
 * What the plugin's settings let it send, and so export. What it sent before they were made narrower is still here, and not in the file.
 *
 * @param roles whose enrolments it sends; empty for all
 * @param itemKinds of whose items it sends grades; null for all
 */
record StateChoices(Set<Long> roles, Set<String> itemKinds) {
    /** As of a file that does not say. */
    static final StateChoices ALL = new StateChoices(Set.of(), null);

    StateChoices {
        roles = Set.copyOf(roles);
        itemKinds = itemKinds == null ? null : Set.copyOf(itemKinds);
    }

    boolean sendsAnyOf(Collection<Long> ofRoles) {
        return roles.isEmpty() || !Collections.disjoint(roles, ofRoles);
    }

    /** @param kind null when it is not known, so that the grade may well be one that is sent */
    boolean sendsItemsOf(String kind) {
        return kind == null || itemKinds == null || itemKinds.contains(kind);
    }
}
