package io.moodlepipeline.ops.output;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a verification found and somebody has to look at, as many of it as fit in memory.
 *
 * @param <F> a finding
 */
public final class Findings<F> {
    static final int MOST_LISTED = 100_000;

    private final Comparator<F> order;
    private final List<F> listed = new ArrayList<>();
    private boolean cut;

    /** @param order the gravest first; equal ones keep the order in which they were added */
    public Findings(Comparator<F> order) {
        this.order = order;
    }

    public void add(F finding) {
        if (listed.size() < MOST_LISTED) {
            listed.add(finding);
        } else {
            cut = true;
        }
    }

    /** In their order. */
    public List<F> listed() {
        return listed.stream().sorted(order).toList();
    }

    /** Whether there were more than are listed. */
    boolean isCut() {
        return cut;
    }
}
