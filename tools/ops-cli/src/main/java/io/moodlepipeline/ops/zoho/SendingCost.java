package io.moodlepipeline.ops.zoho;

import io.moodlepipeline.zoho.mapping.Role;
import java.util.Map;

/** The credits that sending records costs: one for each ten begun of a module, when calls are full. */
public record SendingCost(Map<Role, Long> rows) {
    private static final int ROWS_PER_CREDIT = 10;

    public SendingCost {
        rows = Map.copyOf(rows);
    }

    public static long credits(long rows) {
        return (rows + ROWS_PER_CREDIT - 1) / ROWS_PER_CREDIT;
    }

    public long credits() {
        return rows.values().stream().mapToLong(SendingCost::credits).sum();
    }

    @Override
    public String toString() {
        return "up to " + of(Role.STUDENT) + " students, " + of(Role.ENROLMENT) + " enrolments and " + of(Role.GRADE)
                + " grades costs up to about " + credits() + " credits of Zoho's";
    }

    private long of(Role role) {
        return rows.getOrDefault(role, 0L);
    }
}
