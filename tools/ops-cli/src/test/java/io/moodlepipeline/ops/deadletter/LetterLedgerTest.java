package io.moodlepipeline.ops.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.runtime.deadletter.AuditRecord;
import io.moodlepipeline.runtime.deadletter.LetterAction;
import io.moodlepipeline.runtime.deadletter.LetterIdentity;
import io.moodlepipeline.runtime.deadletter.LetterPosition;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LetterLedgerTest {
    private static final LetterIdentity IDENTITY = new LetterIdentity("one event", "db-writer");

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
        ledger.letter(letterOf(new LetterIdentity("another event", "db-writer"), 4));

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

    private LetterState state() {
        return ledger.find(IDENTITY).orElseThrow().state();
    }

    private void letter(long offset) {
        ledger.letter(letterOf(IDENTITY, offset));
    }

    private void audit(LetterAction action, long letter) {
        ledger.audit(
                new AuditRecord(
                        action, IDENTITY, new LetterPosition(0, letter), null, Instant.EPOCH, "somebody", "because"),
                0);
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
