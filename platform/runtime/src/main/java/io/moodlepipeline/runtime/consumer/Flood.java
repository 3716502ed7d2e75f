package io.moodlepipeline.runtime.consumer;

import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.runtime.deadletter.Failure;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Why so many records of a tenant would be dead letters.
 *
 * @param last the last one's message, in full, since nobody can look at letters that were not written
 */
record Flood(Set<DeadLetterCode> codes, String last) {

    /** @param failures at least one */
    static Flood of(List<Failure> failures) {
        return new Flood(
                failures.stream().map(Failure::code).collect(Collectors.toCollection(TreeSet::new)),
                failures.get(failures.size() - 1).message());
    }

    @Override
    public String toString() {
        return codes.stream().map(DeadLetterCode::name).sorted().collect(Collectors.joining(", ")) + "; the last: "
                + last;
    }
}
