package io.moodlepipeline.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A batch brings several versions of a row, and the database refuses the newest. */
@Tag("full")
@ExtendWith(OwnStack.class)
final class PoisonedVersionIT {
    private static final int PEOPLE = 20;

    @Test
    void anOlderGoodVersionIsAppliedAndTheNewestIsDead(Stack stack) throws Exception {
        Sql.execute(stack.database(), "ALTER TABLE students ADD CONSTRAINT no_poison CHECK (city <> 'poison')");
        Trial trial = Trial.start("newest version poisoned", stack, 400, Duration.ofSeconds(5));
        // Frozen, the writer cannot take one version before the other is there.
        stack.writer().freeze();
        for (int person = 0; person < PEOPLE; person++) {
            trial.send(trial.further().person(person, event -> event.put("city", "good"), null));
            trial.send(trial.further().person(person, event -> event.put("city", "poison"), Stack.WRITER));
        }
        stack.writer().thaw();
        Accounting accounting = trial.conclude();
        assertThat(accounting.letters().count()).isEqualTo(PEOPLE);
        assertThat(Sql.number(stack.database(), "SELECT count(*) FROM students WHERE city = 'good'"))
                .isEqualTo(PEOPLE);
    }
}
