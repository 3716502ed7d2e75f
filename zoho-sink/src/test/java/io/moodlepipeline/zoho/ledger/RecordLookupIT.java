package io.moodlepipeline.zoho.ledger;

import static io.moodlepipeline.zoho.ledger.TestLedgers.send;
import static io.moodlepipeline.zoho.ledger.TestLedgers.wanted;
import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.testkit.PostgresBackend;
import io.moodlepipeline.testkit.junit.OnBackends;
import io.moodlepipeline.zoho.ledger.Ledger.Census;
import io.moodlepipeline.zoho.mapping.Role;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which records are known, and for which Zoho has been asked. */
@OnBackends
class RecordLookupIT {
    private static final Census DONE = new Census(Census.State.DONE, "900");

    private final TestLedgers ledgers;
    private final Ledger ledger;

    RecordLookupIT(PostgresBackend postgres) {
        ledgers = new TestLedgers(postgres);
        ledger = ledgers.instance();
    }

    @AfterEach
    void close() {
        ledgers.close();
    }

    @Test
    void recordsThatWereFoundAreKnownAndTheIdKnownBeforeIsKept() throws Exception {
        send(ledger, wanted("1", 10, "a"));
        ledger.found(Role.GRADE, Map.of("1", "elsewhere", "2", "z2"));

        Map<String, Entry> entries = ledger.find(Role.GRADE, List.of("1", "2", "3"));

        assertThat(entries).containsOnlyKeys("1", "2");
        assertThat(entries.get("1").recordId()).isEqualTo("z1");
        assertThat(entries.get("2").recordId()).isEqualTo("z2");
    }

    @Test
    void aRecordThatWasFoundIsSentNonetheless() throws Exception {
        ledger.found(Role.GRADE, Map.of("2", "z2"));

        assertThat(TestLedgers.granted(ledger, wanted("2", 10, "a")).entry().recordId())
                .isEqualTo("z2");
    }

    @Test
    void aForgottenRecordIsFoundAnew() throws Exception {
        ledger.found(Role.GRADE, Map.of("1", "dead"));
        ledger.forgetRecords(Role.GRADE, List.of("1", "unheard of"));
        ledger.found(Role.GRADE, Map.of("1", "alive"));

        assertThat(ledger.find(Role.GRADE, List.of("1")).get("1").recordId()).isEqualTo("alive");
    }

    @Test
    void beforeACensusEachKeyHasToBeLookedForOnce() throws Exception {
        ledger.lookedFor(Role.GRADE, List.of("2", "1"));
        ledger.lookedFor(Role.GRADE, List.of("1"));
        ledger.found(Role.GRADE, Map.of("4", "z4"));

        assertThat(ledger.neverLookedFor(Role.GRADE, List.of("5", "1", "4", "3", "2")))
                .containsExactly("5", "3");
        assertThat(ledger.neverLookedFor(Role.STUDENT, List.of("1"))).containsExactly("1");
    }

    @Test
    void afterACensusNoKeyHasToBeLookedForUntilItsRecordIsForgotten() throws Exception {
        ledger.noteCensus(Role.GRADE, DONE);
        ledger.found(Role.GRADE, Map.of("1", "z1", "2", "z2"));
        ledger.forgetRecords(Role.GRADE, List.of("1", "2"));
        ledger.lookedFor(Role.GRADE, List.of("2"));

        assertThat(ledger.neverLookedFor(Role.GRADE, List.of("1", "2", "3"))).containsExactly("1");
    }

    @Test
    void aCensusThatIsOpenOrRefusedLooksForNothing() throws Exception {
        for (Census census : List.of(new Census(Census.State.OPEN, "500"), new Census(Census.State.REFUSED, null))) {
            ledger.noteCensus(Role.GRADE, census);

            assertThat(ledger.neverLookedFor(Role.GRADE, List.of("1"))).containsExactly("1");
        }
    }

    @Test
    void aCensusIsOpenUntilItIsDoneAndThenStaysSo() throws Exception {
        assertThat(ledger.census(Role.GRADE)).isEqualTo(new Census(Census.State.OPEN, null));
        ledger.noteCensus(Role.GRADE, new Census(Census.State.OPEN, "500"));
        assertThat(ledger.census(Role.GRADE)).isEqualTo(new Census(Census.State.OPEN, "500"));

        ledger.noteCensus(Role.GRADE, DONE);
        ledger.noteCensus(Role.GRADE, new Census(Census.State.OPEN, "700"));

        assertThat(ledger.census(Role.GRADE)).isEqualTo(DONE);
        assertThat(ledger.census(Role.STUDENT)).isEqualTo(new Census(Census.State.OPEN, null));
    }

    @Test
    void contentOfAForgottenRecordIsSentAgain() throws Exception {
        send(ledger, wanted("1", 10, "a"));
        ledger.found(Role.GRADE, Map.of("2", "z2"));
        ledger.forgetRecords(Role.GRADE, List.of("1", "2"));

        assertThat(ledger.claimSuspects(Role.GRADE, 10)).singleElement().satisfies(suspect -> {
            assertThat(suspect.claim().entry().key()).isEqualTo("1");
            assertThat(suspect.claim().entry().recordId()).isNull();
        });
    }

    @Test
    void whoHoldsAValueIsKnownWhateverItsCapitals() throws Exception {
        send(ledger, wanted("1", 10, "Ann@School"));
        send(ledger, wanted("2", 10, "ann@school"));
        send(ledger, wanted("3", 10, "bob@school"));
        ledger.found(Role.GRADE, Map.of("4", "z4"));

        assertThat(ledger.keysHolding(Role.GRADE, "Text", List.of("ann@school", "eve@school")))
                .isEqualTo(Map.of("ann@school", Set.of("1", "2")));
        assertThat(ledger.keysHolding(Role.GRADE, "Other", List.of("ann@school")))
                .isEmpty();
        assertThat(ledger.keysHolding(Role.STUDENT, "Text", List.of("ann@school")))
                .isEmpty();
    }

    @Test
    void aRecordsKeyIsKnownToAllTenantsOfTheOrganisation() throws Exception {
        ledger.found(Role.STUDENT, Map.of("north-7", "z7"));
        Ledger south = ledgers.database().ledger("south", TestLedgers.ORG, UUID.randomUUID(), TestLedgers.LEASE);
        Ledger elsewhere = ledgers.database().ledger("south", "org-2", UUID.randomUUID(), TestLedgers.LEASE);

        assertThat(south.keyOf(Role.STUDENT, "z7")).contains("north-7");
        assertThat(south.keyOf(Role.STUDENT, "z8")).isEmpty();
        assertThat(south.keyOf(Role.GRADE, "z7")).isEmpty();
        assertThat(elsewhere.keyOf(Role.STUDENT, "z7")).isEmpty();
    }
}
