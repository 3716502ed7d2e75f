package io.moodlepipeline.zoho.ledger;

import static io.moodlepipeline.zoho.ledger.TestLedgers.claim;
import static io.moodlepipeline.zoho.ledger.TestLedgers.content;
import static io.moodlepipeline.zoho.ledger.TestLedgers.granted;
import static io.moodlepipeline.zoho.ledger.TestLedgers.send;
import static io.moodlepipeline.zoho.ledger.TestLedgers.sent;
import static io.moodlepipeline.zoho.ledger.TestLedgers.settle;
import static io.moodlepipeline.zoho.ledger.TestLedgers.version;
import static io.moodlepipeline.zoho.ledger.TestLedgers.wanted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.runtime.consumer.TargetException;
import io.moodlepipeline.testkit.PostgresBackend;
import io.moodlepipeline.testkit.junit.OnBackends;
import io.moodlepipeline.zoho.mapping.Role;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the ledger holds once a write has ended, in time or not. */
@OnBackends
class SettlementIT {
    private final TestLedgers ledgers;
    private final Ledger mine;
    private final Ledger other;

    SettlementIT(PostgresBackend postgres) {
        ledgers = new TestLedgers(postgres);
        mine = ledgers.instance();
        other = ledgers.instance();
    }

    @AfterEach
    void close() {
        ledgers.close();
    }

    @Test
    void whatWasSentIsKnownWhole() throws Exception {
        Claim.Granted claim = granted(mine, wanted("1", 10, "a"));
        ObjectNode content = content(claim)
                .put("Grade", new BigDecimal("69.99999"))
                .putNull("Award")
                .put("Words", "\"Füße\" \\ {,} 字\n");
        settle(mine, new Settlement.Sent(claim, "z1", "Sam O'Neil", content, Set.of("Phone"), "INVALID_DATA Phone"));

        assertThat(mine.find(Role.GRADE, List.of("1")))
                .containsValue(new Entry("1", "z1", "Sam O'Neil", Set.of("Phone")));
        assertThat(ledgers.entry("last_error")).isEqualTo("INVALID_DATA Phone");
        assertThat(ledgers.entry("synced_at IS NOT NULL AND NOT suspect AND claim_owner IS NULL"))
                .isEqualTo("t");
        ledgers.execute("UPDATE zoho.entry SET suspect = true");
        assertThat(mine.claimSuspects(Role.GRADE, 10).get(0).content()).isEqualTo(content);
    }

    @Test
    void whatIsSentInFullLaterIsIncompleteNoMore() throws Exception {
        Claim.Granted first = granted(mine, wanted("1", 10, "a"));
        settle(mine, new Settlement.Sent(first, "z1", "Sam", content(first), Set.of("Phone"), "INVALID_DATA Phone"));

        send(mine, wanted("1", 20, "b"));

        assertThat(ledgers.entry("last_error IS NULL AND incomplete_fields = '{}'"))
                .isEqualTo("t");
    }

    @Test
    void whatWasNotedSupersedesAndIsSentWhenItComesAgain() throws Exception {
        send(mine, wanted("1", 10, "a"));
        settle(mine, new Settlement.Noted(granted(mine, wanted("1", 30, "b"))));

        assertThat(claim(mine, wanted("1", 20, "c"))).isEqualTo(new Claim.Superseded());
        assertThat(granted(mine, wanted("1", 30, "a")).entry().recordId()).isEqualTo("z1");
    }

    @Test
    void whatWasRefusedMayBeSentAgainAndSaysWhy() throws Exception {
        send(mine, wanted("1", 10, "a"));
        settle(mine, new Settlement.Refused(granted(mine, wanted("1", 30, "b")), "INVALID_DATA Grade"));

        assertThat(ledgers.entry("last_error")).isEqualTo("INVALID_DATA Grade");
        assertThat(claim(mine, wanted("1", 20, "c"))).isEqualTo(new Claim.Superseded());
        assertThat(claim(other, wanted("1", 30, "b"))).isInstanceOf(Claim.Granted.class);
    }

    @Test
    void whatTheDatabaseSwallowsIsNotThoughtSent() throws Exception {
        Claim.Granted claim = granted(mine, wanted("1", 10, "a"));
        ledgers.swallow("zoho.entry", "BEFORE UPDATE", "true");

        assertThatThrownBy(() -> settle(mine, sent(claim)))
                .isInstanceOfSatisfying(
                        TargetException.class,
                        refused -> assertThat(refused.failure().code()).isEqualTo(DeadLetterCode.NOT_STORED));
    }

    @Test
    void whatWasReleasedIsAsItWas() throws Exception {
        send(mine, wanted("1", 10, "a"));
        settle(mine, new Settlement.Released(granted(mine, wanted("1", 30, "b"))));

        assertThat(claim(other, wanted("1", 10, "a"))).isEqualTo(new Claim.Unchanged());
    }

    @Test
    void settlementsOfAllKindsGoTogether() throws Exception {
        List<Claim.Granted> claims = mine
                .claim(
                        Role.GRADE,
                        List.of(wanted("4", 10, "a"), wanted("3", 10, "a"), wanted("2", 10, "a"), wanted("1", 10, "a")))
                .stream()
                .map(Claim.Granted.class::cast)
                .toList();
        mine.settle(
                Role.GRADE,
                List.of(
                        new Settlement.Released(claims.get(0)),
                        sent(claims.get(1)),
                        new Settlement.Noted(claims.get(2)),
                        new Settlement.Refused(claims.get(3), "LIMIT_EXCEEDED")));

        assertThat(ledgers.text(
                        "SELECT string_agg(concat_ws(' ', key, record_id, version_time IS NOT NULL, last_error), ', '"
                                + " ORDER BY key) FROM zoho.entry WHERE claim_owner IS NULL"))
                .isEqualTo("1 t LIMIT_EXCEEDED, 2 t, 3 z3 t, 4 f");
    }

    @Test
    void aWriteThatEndsAfterItsLeaseButBeforeAnotherBeganIsNoted() throws Exception {
        Claim.Granted claim = granted(mine, wanted("1", 10, "a"));
        ledgers.endLeases();
        settle(mine, sent(claim));

        assertThat(claim(other, wanted("1", 10, "a"))).isEqualTo(new Claim.Unchanged());
    }

    @Test
    void aWriteThatEndsAfterAnothersMakesTheRecordSuspect() throws Exception {
        Claim.Granted stalled = granted(mine, wanted("1", 10, "old"));
        ledgers.endLeases();
        send(other, wanted("1", 20, "new"));
        settle(mine, sent(stalled));

        List<Ledger.Suspect> suspects = mine.claimSuspects(Role.GRADE, 10);

        assertThat(suspects).singleElement().satisfies(suspect -> {
            assertThat(suspect.content().get("Text").textValue()).isEqualTo("new");
            assertThat(suspect.claim().wanted().version()).isEqualTo(version(20));
            assertThat(suspect.claim().wanted().hash()).asString().isEqualTo("new");
            assertThat(suspect.claim().entry().recordId()).isEqualTo("z1");
        });
    }

    @Test
    void aWriteThatEndsDuringAnothersLeavesTheRecordSuspectWhenThatOneEnds() throws Exception {
        Claim.Granted stalled = granted(mine, wanted("1", 10, "old"));
        ledgers.endLeases();
        Claim.Granted newer = granted(other, wanted("1", 20, "new"));
        settle(mine, sent(stalled));
        assertThat(claim(mine, wanted("1", 30, "newest"))).isEqualTo(new Claim.Busy());
        settle(other, sent(newer));

        assertThat(mine.claimSuspects(Role.GRADE, 10))
                .singleElement()
                .satisfies(suspect -> assertThat(suspect.content()).isEqualTo(content(newer)));
    }

    @Test
    void aSuspectThatWasSentAgainIsSuspectNoMore() throws Exception {
        send(mine, wanted("1", 10, "a"));
        ledgers.execute("UPDATE zoho.entry SET suspect = true");

        settle(mine, sent(mine.claimSuspects(Role.GRADE, 10).get(0).claim()));

        assertThat(mine.claimSuspects(Role.GRADE, 10)).isEmpty();
        assertThat(claim(mine, wanted("1", 10, "a"))).isEqualTo(new Claim.Unchanged());
    }

    @Test
    void aSuspectIsClaimedByOneInstanceAtATimeAndAgainWhenItsLeaseHasEnded() throws Exception {
        send(mine, wanted("1", 10, "a"));
        ledgers.execute("UPDATE zoho.entry SET suspect = true");

        assertThat(mine.claimSuspects(Role.GRADE, 10)).hasSize(1);
        assertThat(other.claimSuspects(Role.GRADE, 10)).isEmpty();
        ledgers.endLeases();
        assertThat(other.claimSuspects(Role.GRADE, 10)).hasSize(1);
    }

    @Test
    void suspectsAreClaimedUpToALimit() throws Exception {
        for (String key : List.of("1", "2", "3")) {
            send(mine, wanted(key, 10, "a"));
        }
        ledgers.execute("UPDATE zoho.entry SET suspect = true");

        assertThat(mine.claimSuspects(Role.GRADE, 2)).hasSize(2);
        assertThat(mine.claimSuspects(Role.STUDENT, 2)).isEmpty();
    }

    @Test
    void aSuspectWithoutContentWaitsForItsNextEventWhichIsSentWhateverItSays() throws Exception {
        Claim.Granted stalled = granted(mine, wanted("1", 10, "old"));
        ledgers.endLeases();
        settle(other, new Settlement.Refused(granted(other, wanted("1", 20, "new")), "INVALID_DATA Grade"));
        settle(mine, sent(stalled));

        assertThat(mine.claimSuspects(Role.GRADE, 10)).isEmpty();
        Claim.Granted next = granted(mine, wanted("1", 30, "old"));
        assertThat(next.entry().recordId()).as("where the stalled write went").isEqualTo("z1");
        settle(mine, sent(next));
        assertThat(claim(mine, wanted("1", 30, "old"))).isEqualTo(new Claim.Unchanged());
    }

    @Test
    void whatEndsWithoutAWriteUnderALostClaimChangesNothing() throws Exception {
        Claim.Granted stalled = granted(mine, wanted("1", 30, "newer"));
        ledgers.endLeases();
        send(other, wanted("1", 20, "b"));
        mine.settle(Role.GRADE, List.of(new Settlement.Noted(stalled)));
        mine.settle(Role.GRADE, List.of(new Settlement.Refused(stalled, "INVALID_DATA Grade")));
        mine.settle(Role.GRADE, List.of(new Settlement.Released(stalled)));

        assertThat(claim(mine, wanted("1", 20, "b"))).isEqualTo(new Claim.Unchanged());
        assertThat(ledgers.entry("last_error IS NULL AND NOT suspect")).isEqualTo("t");
    }

    @Test
    void aWriteThatEndsAfterAResetLeavesNothing() throws Exception {
        Claim.Granted claim = granted(mine, wanted("1", 10, "a"));
        ledgers.database().reset(TestLedgers.TENANT);
        settle(mine, sent(claim));

        assertThat(mine.find(Role.GRADE, List.of("1"))).isEmpty();
    }

    @Test
    void nothingSettledIsNothingDone() throws Exception {
        mine.settle(Role.GRADE, List.of());

        assertThat(ledgers.text("SELECT count(*) FROM zoho.entry")).isEqualTo("0");
    }
}
