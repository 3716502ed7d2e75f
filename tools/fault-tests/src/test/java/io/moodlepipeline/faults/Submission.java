package io.moodlepipeline.faults;

import io.moodlepipeline.testkit.tables.IndependentFold;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * One event as a Moodle sends it.
 *
 * @param event as in the path, such as {@code grade_updated}
 * @param poison the consumer that cannot use it; null for a healthy one
 */
record Submission(String event, UUID id, String body, String poison) {

    byte[] bytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }

    boolean isGrade() {
        return event.equals("grade_updated");
    }

    /** The gateway refuses what the processor cannot use: such an event comes from somebody who writes to the topics himself. */
    boolean isPastTheGateway() {
        return Stack.PROCESSOR.equals(poison);
    }

    /** A row's key has the user right behind the table. */
    String user() {
        return row().split(" ", -1)[1];
    }

    String row() {
        return IndependentFold.rowOf(event, bytes());
    }
}
