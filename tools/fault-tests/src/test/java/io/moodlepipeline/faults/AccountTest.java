package io.moodlepipeline.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class AccountTest {
    private static final Submission HEALTHY = event(null);
    private static final Submission POISON = event("db-writer");

    private final Account account = new Account("db-writer");

    @Test
    void eventsInOneStateEachAddUp() {
        account.book(HEALTHY, true, false, false);
        account.book(HEALTHY, false, true, false);
        account.book(POISON, false, false, true);

        assertThat(account.problems()).isEmpty();
        assertThat(account).hasToString("db-writer applied=1 superseded=1 dead=1 missing=0 duplicates=0 wrong=0");
    }

    @Test
    void eventInNoStateIsMissing() {
        account.book(HEALTHY, false, false, false);

        assertThat(problems()).containsExactly("missing");
    }

    @Test
    void eventInTwoStatesIsADuplicate() {
        account.book(POISON, false, true, true);

        assertThat(problems()).containsExactly("in two states");
    }

    @Test
    void healthyEventThatIsDeadIsWrong() {
        account.book(HEALTHY, false, false, true);

        assertThat(problems()).containsExactly("dead, though healthy");
    }

    @Test
    void poisonThatIsAppliedIsWrong() {
        account.book(POISON, true, false, false);

        assertThat(problems()).containsExactly("applied, though poison");
    }

    private List<String> problems() {
        return account.problems().stream()
                .map(problem -> problem.replaceFirst("db-writer: ", "").replaceFirst(":.*", ""))
                .toList();
    }

    private static Submission event(String poison) {
        return new Submission("user_updated", new UUID(1, 2), "{\"userid\":7}", poison);
    }
}
