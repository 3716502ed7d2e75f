package io.moodlepipeline.zoho.ledger;

import static io.moodlepipeline.zoho.ledger.TestLedgers.claim;
import static io.moodlepipeline.zoho.ledger.TestLedgers.granted;
import static io.moodlepipeline.zoho.ledger.TestLedgers.send;
import static io.moodlepipeline.zoho.ledger.TestLedgers.wanted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.moodlepipeline.postgresql.Database;
import io.moodlepipeline.runtime.consumer.FailureKind;
import io.moodlepipeline.runtime.consumer.TargetException;
import io.moodlepipeline.testkit.PostgresBackend;
import io.moodlepipeline.testkit.junit.OnBackends;
import io.moodlepipeline.zoho.ledger.Ledger.Census;
import io.moodlepipeline.zoho.ledger.LedgerView.Holding;
import io.moodlepipeline.zoho.mapping.Role;
import io.moodlepipeline.zoho.oauth.TokenStore;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whose ledger it is, and what an operator may do to it. */
@OnBackends
class LedgerDatabaseIT {
    private final TestLedgers ledgers;
    private final LedgerDatabase database;
    private final Ledger ledger;

    LedgerDatabaseIT(PostgresBackend postgres) {
        ledgers = new TestLedgers(postgres);
        database = ledgers.database();
        ledger = ledgers.instance();
    }

    @AfterEach
    void close() {
        ledgers.close();
    }

    @Test
    void aTenantsLedgerBelongsToItsFirstOrganisation() throws Exception {
        assertThat(database.bind("north", "org-1")).isEmpty();
        assertThat(database.bind("north", "org-1")).isEmpty();

        assertThat(database.bind("north", "org-2")).contains("org-1");
        assertThat(database.bind("south", "org-2")).isEmpty();
    }

    @Test
    void afterAResetItMayBelongToAnother() throws Exception {
        database.bind("north", "org-1");
        database.reset("north");

        assertThat(database.bind("north", "org-2")).isEmpty();
    }

    @Test
    void tenantsOfOneOrganisationKnowOfEachOther() throws Exception {
        database.bind("north", "org-1");
        database.bind("west", "org-1");
        database.bind("south", "org-2");

        assertThat(database.otherTenantsOn("org-1", "north")).containsExactly("west");
        assertThat(database.otherTenantsOn("org-2", "south")).isEmpty();
    }

    @Test
    void aResetForgetsTheTenantsLedgerButNotWhatWaitsNorOtherTenants() throws Exception {
        send(ledger, wanted("1", 10, "a"));
        ledger.noteCensus(Role.GRADE, new Census(Census.State.DONE, "900"));
        database.tokens("north").exclusively(session -> {
            session.write(new TokenStore.Sealed(new byte[1], Instant.EPOCH, List.of()));
            return null;
        });
        ledgers.execute(
                "INSERT INTO zoho.waiting SELECT 'north', 'GRADE', '7-1', '7', 0, now(),"
                        + " '00000000-0000-0000-0000-000000000000', 0, 't', 0, 0, 0, 'CREATE_TIME', NULL, NULL, '{}', '{}', now(), NULL, NULL");
        Ledger south = database.ledger("south", "org-1", UUID.randomUUID(), TestLedgers.LEASE);
        south.found(Role.GRADE, Map.of("1", "z9"));

        database.reset("north");

        assertThat(holding("north").counts()).isEmpty();
        assertThat(holding("north").waiting()).isEqualTo(1);
        assertThat(ledger.census(Role.GRADE).state()).isEqualTo(Census.State.OPEN);
        assertThat(database.tokens("north").read()).isEmpty();
        assertThat(holding("south").of(Role.GRADE).records()).isEqualTo(1);
    }

    @Test
    void forgottenContentIsSentAgainToTheSameRecord() throws Exception {
        send(ledger, wanted("1", 10, "a"));
        ledger.found(Role.GRADE, Map.of("2", "z2"));
        assertThat(claim(ledger, wanted("1", 10, "a"))).isEqualTo(new Claim.Unchanged());

        assertThat(database.forgetContent("north", Set.of(Role.STUDENT, Role.ENROLMENT)))
                .isZero();
        assertThat(claim(ledger, wanted("1", 10, "a"))).isEqualTo(new Claim.Unchanged());
        assertThat(database.forgetContent("north", Set.of(Role.GRADE))).isEqualTo(1);

        assertThat(granted(ledger, wanted("1", 10, "a")).entry().recordId()).isEqualTo("z1");
    }

    private Holding holding(String tenant) throws Exception {
        try (Database pool = ledgers.open();
                Connection connection = pool.connect()) {
            return new LedgerView(connection).holding(tenant).orElseThrow();
        }
    }

    @Test
    void withoutTheDatabaseNothingIsTaken() {
        Database away = ledgers.open();
        away.close();
        Ledger lost = new LedgerDatabase(away).ledger("north", "org-1", UUID.randomUUID(), TestLedgers.LEASE);

        assertThatExceptionOfType(TargetException.class)
                .isThrownBy(() -> lost.claim(Role.GRADE, List.of(wanted("1", 10, "a"))))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(FailureKind.UNAVAILABLE));
    }
}
