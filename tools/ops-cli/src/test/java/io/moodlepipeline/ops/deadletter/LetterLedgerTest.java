package io.moodlepipeline.ops.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.runtime.deadletter.AuditRecord;
import io.moodlepipeline.runtime.deadletter.LetterAction;
import io.moodlepipeline.runtime.deadletter.LetterIdentity;
import io.moodlepipeline.runtime.deadletter.LetterPosition;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LetterLedgerTest {
    private static final LetterIdentity IDENTITY = new LetterIdentity("default", "one event", "db-writer");

    private final LetterLedger ledger = new LetterLedger();

    @Test
    void aLetterIsOpenUntilSomethingIsDoneAboutIt() {
        letter(3);

        assertThat(state()).isEqualTo(LetterState.OPEN);
    }

    @Test
    void aLetterThatComesBackAfterARedriveIsOpenAgain() {
        letter(3);
        audit(LetterAction.REDRIVEN, 3);
        assertThat(state()).isEqualTo(LetterState.REDRIVEN);

        letter(8);

        assertThat(state()).isEqualTo(LetterState.OPEN);
        assertThat(ledger.find(IDENTITY).orElseThrow().letter().position()).isEqualTo(new LetterPosition(0, 8));
    }

    @Test
    void aConsumerMayReportBeforeTheRedriveIsOnRecord() {
        letter(3);
        audit(LetterAction.RESOLVED, 3);
        audit(LetterAction.REDRIVEN, 3);

        assertThat(state()).isEqualTo(LetterState.RESOLVED);
    }

    @Test
    void aReportAboutAnEarlierLetterDoesNotResolveTheOneThatCameBack() {
        letter(3);
        letter(8);
        audit(LetterAction.RESOLVED, 3);

        assertThat(state()).isEqualTo(LetterState.OPEN);
    }

    @Test
    void aParkedLetterCanBeRedriven() {
        letter(3);
        audit(LetterAction.PARKED, 3);
        assertThat(state()).isEqualTo(LetterState.PARKED);

        audit(LetterAction.REDRIVEN, 3);

        assertThat(state()).isEqualTo(LetterState.REDRIVEN);
    }

    @Test
    void settledLettersAreForgottenAndOpenOnesAreNot() {
        letter(3);
        audit(LetterAction.RESOLVED, 3);
        ledger.letter(letterOf(new LetterIdentity("default", "another event", "db-writer"), 4));

        ledger.forgetSettled();

        assertThat(ledger.find(IDENTITY)).isEmpty();
        assertThat(ledger.letters()).hasSize(1);
    }

    @Test
    void whatFailsAgainAfterItWasForgottenIsOpen() {
        letter(3);
        audit(LetterAction.DISCARDED, 3);
        ledger.forgetSettled();
        audit(LetterAction.DISCARDED, 3);

        letter(9);

        assertThat(state()).isEqualTo(LetterState.OPEN);
    }

    @Test
    void anotherSchoolsLetterOfTheSameEventIdStaysOpen() {
        LetterIdentity other = new LetterIdentity("other", "one event", "db-writer");
        for (LetterAction action : LetterAction.values()) {
            LetterLedger fresh = new LetterLedger();
            fresh.letter(letterOf(other, 2));
            fresh.letter(letterOf(IDENTITY, 3));

            fresh.audit(auditOf(IDENTITY, action, 3), 0);

            assertThat(fresh.find(other).orElseThrow().state())
                    .as(action.name())
                    .isEqualTo(LetterState.OPEN);
            assertThat(fresh.find(IDENTITY).orElseThrow().state()).isEqualTo(LetterState.after(action));
            assertThat(fresh.letters()).hasSize(2);
        }
    }

    @Test
    void whatWasDecidedBeforeTheTenantWasNotedCountsForItsLetter() {
        ledger.audit(auditOf(IDENTITY.ofAnyTenant(), LetterAction.PARKED, 3), 0);
        letter(3);
        assertThat(state()).isEqualTo(LetterState.PARKED);

        ledger.audit(auditOf(IDENTITY.ofAnyTenant(), LetterAction.RESOLVED, 3), 0);

        assertThat(state()).isEqualTo(LetterState.RESOLVED);
        assertThat(ledger.knows(IDENTITY.ofAnyTenant())).isTrue();
        assertThat(ledger.knows(new LetterIdentity("other", "one event", "db-writer")))
                .isFalse();
    }

    @Test
    void forgettingOneSchoolsLetterLeavesTheOthers() {
        LetterIdentity other = new LetterIdentity("other", "one event", "db-writer");
        letter(3);
        ledger.letter(letterOf(other, 4));
        audit(LetterAction.RESOLVED, 3);

        ledger.forgetSettled();

        assertThat(ledger.find(IDENTITY)).isEmpty();
        assertThat(ledger.find(other)).isPresent();
    }

    private LetterState state() {
        return ledger.find(IDENTITY).orElseThrow().state();
    }

    private void letter(long offset) {
        ledger.letter(letterOf(IDENTITY, offset));
    }

    private void audit(LetterAction action, long letter) {
        ledger.audit(auditOf(IDENTITY, action, letter), 0);
    }

    private static AuditRecord auditOf(LetterIdentity identity, LetterAction action, long letter) {
        return new AuditRecord(
                action, identity, new LetterPosition(0, letter), null, Instant.EPOCH, "somebody", "because");
    }

    private static Letter letterOf(LetterIdentity identity, long offset) {
        return new Letter(
                new LetterPosition(0, offset),
                identity,
                "NOT_JSON",
                "default",
                "user_created",
                7,
                1,
                Instant.EPOCH,
                true);
    }
}
