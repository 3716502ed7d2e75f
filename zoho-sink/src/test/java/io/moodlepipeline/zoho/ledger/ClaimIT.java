package io.moodlepipeline.zoho.ledger;

import static io.moodlepipeline.zoho.ledger.TestLedgers.claim;
import static io.moodlepipeline.zoho.ledger.TestLedgers.granted;
import static io.moodlepipeline.zoho.ledger.TestLedgers.send;
import static io.moodlepipeline.zoho.ledger.TestLedgers.sent;
import static io.moodlepipeline.zoho.ledger.TestLedgers.settle;
import static io.moodlepipeline.zoho.ledger.TestLedgers.wanted;
import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.testkit.PostgresBackend;
import io.moodlepipeline.testkit.junit.OnBackends;
import io.moodlepipeline.zoho.mapping.Role;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may write a record, and when it need not be written. */
@OnBackends
class ClaimIT {
    private final TestLedgers ledgers;
    private final Ledger mine;
    private final Ledger other;

    ClaimIT(PostgresBackend postgres) {
        ledgers = new TestLedgers(postgres);
        mine = ledgers.instance();
        other = ledgers.instance();
    }

    @AfterEach
    void close() {
        ledgers.close();
    }

    @Test
    void anUnknownRecordIsGranted() throws Exception {
        Wanted wanted = wanted("1", 10, "a");

        assertThat(claim(mine, wanted)).isEqualTo(new Claim.Granted(wanted, new Entry("1", null, null, Set.of())));
    }

    @Test
    void otherContentIsGrantedWithWhatIsKnown() throws Exception {
        Claim.Granted first = granted(mine, wanted("1", 10, "a"));
        settle(
                mine,
                new Settlement.Sent(first, "z1", "Sam", TestLedgers.content(first), Set.of("Phone", "City"), null));
        Wanted wanted = wanted("1", 20, "b");

        assertThat(claim(other, wanted))
                .isEqualTo(new Claim.Granted(wanted, new Entry("1", "z1", "Sam", Set.of("City", "Phone"))));
    }

    @Test
    void theSameContentIsUnchangedAndItsVersionIsNoted() throws Exception {
        send(mine, wanted("1", 10, "a"));

        assertThat(claim(other, wanted("1", 30, "a"))).isEqualTo(new Claim.Unchanged());
        assertThat(claim(mine, wanted("1", 20, "b"))).isEqualTo(new Claim.Superseded());
    }

    @Test
    void theSameVersionAgainIsUnchanged() throws Exception {
        send(mine, wanted("1", 10, "a"));

        assertThat(claim(mine, wanted("1", 10, "a"))).isEqualTo(new Claim.Unchanged());
    }

    @Test
    void whatIsOlderThanWhatWasSentIsSuperseded() throws Exception {
        send(mine, wanted("1", 20, "b"));

        assertThat(claim(mine, wanted("1", 10, "a"))).isEqualTo(new Claim.Superseded());
    }

    @Test
    void anotherInstancesClaimIsBusyWhateverIsWanted() throws Exception {
        granted(other, wanted("1", 20, "b"));

        assertThat(claim(mine, wanted("1", 10, "a"))).isEqualTo(new Claim.Busy());
        assertThat(claim(mine, wanted("1", 20, "b"))).isEqualTo(new Claim.Busy());
        assertThat(claim(mine, wanted("1", 30, "c"))).isEqualTo(new Claim.Busy());
    }

    @Test
    void whatIsOlderThanWhatWasSentIsSupersededEvenWhileAnotherWrites() throws Exception {
        send(mine, wanted("1", 20, "b"));
        granted(other, wanted("1", 30, "c"));

        assertThat(claim(mine, wanted("1", 10, "a"))).isEqualTo(new Claim.Superseded());
    }

    @Test
    void theSameContentIsBusyWhileAnotherWritesOtherContent() throws Exception {
        send(mine, wanted("1", 10, "a"));
        granted(other, wanted("1", 20, "b"));

        assertThat(claim(mine, wanted("1", 30, "a"))).isEqualTo(new Claim.Busy());
    }

    @Test
    void anOwnCallInDoubtMayBeRepeatedWithTheSameContentAtOnce() throws Exception {
        granted(mine, wanted("1", 20, "b"));

        assertThat(claim(mine, wanted("1", 20, "b"))).isInstanceOf(Claim.Granted.class);
        assertThat(claim(mine, wanted("1", 30, "b"))).isInstanceOf(Claim.Granted.class);
    }

    @Test
    void whatTheDatabaseSwallowsIsNotGrantedAndItsNeighboursAre() throws Exception {
        ledgers.swallow("zoho.entry", "BEFORE INSERT", "NEW.key = '2'");
        List<Wanted> wanted = List.of(wanted("1", 10, "a"), wanted("2", 10, "b"), wanted("3", 10, "c"));

        List<Claim> claims = mine.claim(Role.GRADE, wanted);

        assertThat(claims)
                .containsExactly(
                        new Claim.Granted(wanted.get(0), new Entry("1", null, null, Set.of())),
                        new Claim.NotStored(),
                        new Claim.Granted(wanted.get(2), new Entry("3", null, null, Set.of())));
    }

    @Test
    void aNewerVersionThatTheDatabaseSwallowsIsNotGranted() throws Exception {
        send(mine, wanted("1", 10, "a"));
        ledgers.swallow("zoho.entry", "BEFORE UPDATE", "true");

        assertThat(claim(mine, wanted("1", 20, "b"))).isEqualTo(new Claim.NotStored());
    }

    @Test
    void otherContentWaitsForTheLeaseOfAnOwnCallInDoubt() throws Exception {
        granted(mine, wanted("1", 20, "b"));

        assertThat(claim(mine, wanted("1", 30, "c"))).isEqualTo(new Claim.Busy());
    }

    @Test
    void aLeaseThatEndedIsGrantedToWhoeverAsks() throws Exception {
        granted(other, wanted("1", 20, "b"));
        ledgers.endLeases();

        assertThat(claim(mine, wanted("1", 20, "b"))).isInstanceOf(Claim.Granted.class);
    }

    @Test
    void afterAWriteInDoubtNobodyIsToldThatTheContentIsThere() throws Exception {
        send(mine, wanted("1", 10, "a"));
        granted(other, wanted("1", 20, "b"));
        ledgers.endLeases();

        Claim.Granted again = granted(mine, wanted("1", 30, "a"));
        settle(mine, new Settlement.Released(again));

        assertThat(claim(mine, wanted("1", 30, "a"))).isInstanceOf(Claim.Granted.class);
    }

    @Test
    void theSameContentIsGrantedWhereTheRecordWasForgotten() throws Exception {
        send(mine, wanted("1", 10, "a"));
        mine.forgetRecords(Role.GRADE, List.of("1"));

        Claim.Granted again = granted(mine, wanted("1", 10, "a"));

        assertThat(again.entry().recordId()).isNull();
    }

    @Test
    void theSameContentIsGrantedWhereTheRecordIsSuspect() throws Exception {
        send(mine, wanted("1", 10, "a"));
        ledgers.execute("UPDATE zoho.entry SET suspect = true");

        assertThat(claim(mine, wanted("1", 10, "a"))).isInstanceOf(Claim.Granted.class);
    }

    @Test
    void manyAreDecidedEachForItselfInTheOrderAsked() throws Exception {
        send(mine, wanted("5", 50, "x"));
        send(mine, wanted("3", 30, "same"));
        granted(other, wanted("4", 10, "theirs"));

        List<Claim> claims = mine.claim(
                Role.GRADE,
                List.of(
                        wanted("5", 40, "y"),
                        wanted("4", 20, "ours"),
                        wanted("9", 10, "new"),
                        wanted("3", 40, "same")));

        assertThat(claims)
                .extracting(claim -> claim.getClass().getSimpleName())
                .containsExactly("Superseded", "Busy", "Granted", "Unchanged");
    }

    @Test
    void recordsOfOneKeyInSeveralModulesTenantsAndOrganisationsAreSeveral() throws Exception {
        send(mine, wanted("1", 20, "b"));

        assertThat(mine.claim(Role.STUDENT, List.of(wanted("1", 10, "a"))).get(0))
                .isInstanceOf(Claim.Granted.class);
        for (Ledger elsewhere : List.of(
                ledgers.database().ledger("south", TestLedgers.ORG, UUID.randomUUID(), TestLedgers.LEASE),
                ledgers.database().ledger(TestLedgers.TENANT, "org-2", UUID.randomUUID(), TestLedgers.LEASE))) {
            assertThat(claim(elsewhere, wanted("1", 10, "a"))).isInstanceOf(Claim.Granted.class);
        }
    }

    @Test
    void nothingWantedIsNothingClaimed() throws Exception {
        assertThat(mine.claim(Role.GRADE, List.of())).isEmpty();
    }

    @Test
    void aRecordSentByOneInstanceIsKnownToTheOther() throws Exception {
        settle(mine, sent(granted(mine, wanted("1", 10, "a"))));

        assertThat(other.find(Role.GRADE, List.of("1", "2")))
                .containsOnly(Map.entry("1", new Entry("1", "z1", "Name 1", Set.of())));
    }
}
