package io.moodlepipeline.ops.topics;

import java.io.PrintWriter;
import java.util.List;

/** Commands for a person, below a table. */
final class Remedies {
    private Remedies() {}

    static void print(PrintWriter out, List<String> remedies) {
        if (remedies.isEmpty()) {
            return;
        }
        out.println();
        out.println("To mend it:");
        remedies.forEach(remedy -> out.println("  " + remedy));
        out.flush();
    }
}
