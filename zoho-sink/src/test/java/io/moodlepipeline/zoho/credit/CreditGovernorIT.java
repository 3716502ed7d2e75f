package io.moodlepipeline.zoho.credit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.moodlepipeline.postgresql.Database;
import io.moodlepipeline.testkit.PostgresBackend;
import io.moodlepipeline.testkit.junit.OnBackends;
import io.moodlepipeline.zoho.api.FieldMetadata;
import io.moodlepipeline.zoho.api.ModuleMetadata;
import io.moodlepipeline.zoho.api.OrgInfo;
import io.moodlepipeline.zoho.api.RowResult;
import io.moodlepipeline.zoho.api.UpsertRequest;
import io.moodlepipeline.zoho.api.ZohoApi;
import io.moodlepipeline.zoho.api.ZohoException;
import io.moodlepipeline.zoho.api.ZohoException.Kind;
import io.moodlepipeline.zoho.ledger.CallSlots;
import io.moodlepipeline.zoho.ledger.LedgerDatabase;
import io.moodlepipeline.zoho.ledger.TestLedgers;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which calls reach Zoho, and what those are told that do not. */
@OnBackends
class CreditGovernorIT {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration DAY = Duration.ofHours(24).plusMinutes(1);

    private final TestLedgers ledgers;
    private final Database database;
    private final CallSlots slots;
    private final CallSlots otherSlots;
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final FakeZoho zoho = new FakeZoho();
    private Instant now = NOON;

    CreditGovernorIT(PostgresBackend postgres) {
        ledgers = new TestLedgers(postgres);
        database = ledgers.open();
        slots = new CallSlots(database);
        otherSlots = new CallSlots(database);
    }

    @AfterEach
    void close() {
        slots.close();
        otherSlots.close();
        database.close();
        ledgers.close();
    }

    @ParameterizedTest(name = "{0} rows cost {1}")
    @CsvSource({"1, 1", "10, 1", "11, 2", "99, 10", "100, 10"})
    void anUpsertCostsACreditForEachTenRowsBegun(int rows, int credits) throws Exception {
        governed(governor(slots)).upsert(rows(rows));

        assertThat(gauge("zoho.credits.used")).isEqualTo(credits);
    }

    @Test
    void everyOtherCallCostsOneCredit() throws Exception {
        ZohoApi api = governed(governor(slots));
        api.query("select id from Grades");
        api.fields("Grades");
        api.modules();
        api.org();

        assertThat(gauge("zoho.credits.used")).isEqualTo(4);
        assertThat(zoho.calls).isEqualTo(4);
    }

    @Test
    void whatIsLeftForPeopleIsNotUsed() throws Exception {
        CreditGovernor governor = governor(slots);
        ZohoApi api = governed(governor);
        for (int call = 0; call < 9; call++) {
            api.upsert(rows(100));
        }

        assertThatExceptionOfType(ZohoException.class)
                .isThrownBy(() -> api.upsert(rows(1)))
                .withMessage("credits: 90 of 100 used in 24 hours, 10 are left for people")
                .satisfies(e -> {
                    assertThat(e.kind()).isEqualTo(Kind.THROTTLED);
                    assertThat(e.inDoubt()).isFalse();
                    assertThat(e.retryAfter()).contains(DAY);
                });
        assertThat(zoho.calls).isEqualTo(9);
        assertThat(governor.state())
                .isEqualTo(new CreditState.Closed(
                        "credits: 90 of 100 used in 24 hours, 10 are left for people", NOON.plus(DAY)));
    }

    @Test
    void callsGoOnWhenEnoughIsADayAgo() throws Exception {
        CreditGovernor governor = governor(slots);
        ZohoApi api = governed(governor);
        for (int call = 0; call < 9; call++) {
            api.upsert(rows(100));
            now = now.plusSeconds(3600);
        }
        assertThatExceptionOfType(ZohoException.class).isThrownBy(() -> api.upsert(rows(100)));

        now = NOON.plus(DAY).minusSeconds(1);
        assertThatExceptionOfType(ZohoException.class).isThrownBy(() -> api.upsert(rows(100)));
        now = NOON.plus(DAY);
        assertThat(governor.state()).isEqualTo(new CreditState.Open());

        api.upsert(rows(100));
        assertThat(zoho.calls).isEqualTo(10);
    }

    @Test
    void instancesShareTheBudget() throws Exception {
        ZohoApi here = governed(governor(slots));
        ZohoApi there = governed(governor(otherSlots));
        for (int call = 0; call < 5; call++) {
            here.upsert(rows(100));
        }
        for (int call = 0; call < 4; call++) {
            there.upsert(rows(100));
        }

        assertThatExceptionOfType(ZohoException.class).isThrownBy(() -> here.query("q"));
        assertThatExceptionOfType(ZohoException.class).isThrownBy(() -> there.query("q"));
    }

    @Test
    void whatZohoSaysIsLeftGoesBeforeWhatWeCount() throws Exception {
        CreditGovernor governor = governor(slots);
        ZohoApi api = governed(governor);
        governor.creditsRemaining(21);
        api.upsert(rows(100));

        assertThatExceptionOfType(ZohoException.class)
                .isThrownBy(() -> api.upsert(rows(100)))
                .withMessage("credits: Zoho says that 21 are left, of which 10 are for people");
        assertThat(zoho.calls).isEqualTo(1);
    }

    @Test
    void afterAWhileWithoutAnAnswerACallFindsOutWhatIsLeft() throws Exception {
        CreditGovernor governor = governor(slots);
        ZohoApi api = governed(governor);
        governor.creditsRemaining(0);
        assertThatExceptionOfType(ZohoException.class).isThrownBy(() -> api.query("q"));

        now = NOON.plus(Duration.ofMinutes(15));
        api.query("q");
        assertThat(zoho.calls).isEqualTo(1);
    }

    @Test
    void aRefusalClosesTheGateForAsLongAsZohoSays() throws Exception {
        CreditGovernor governor = governor(slots);
        ZohoApi api = governed(governor);
        zoho.failure = throttled(Duration.ofSeconds(90));
        assertThatExceptionOfType(ZohoException.class)
                .isThrownBy(() -> api.query("q"))
                .isSameAs(zoho.failure);
        zoho.failure = null;

        now = NOON.plusSeconds(89);
        assertThatExceptionOfType(ZohoException.class)
                .isThrownBy(() -> api.query("q"))
                .withMessage("too many")
                .satisfies(e -> {
                    assertThat(e.kind()).isEqualTo(Kind.THROTTLED);
                    assertThat(e.retryAfter()).contains(Duration.ofSeconds(1));
                });
        assertThat(zoho.calls).isEqualTo(1);
        assertThat(governor.state()).isEqualTo(new CreditState.Closed("too many", NOON.plusSeconds(90)));

        now = NOON.plusSeconds(90);
        api.query("q");
        assertThat(zoho.calls).isEqualTo(2);
    }

    @Test
    void otherFailuresCloseNothing() throws Exception {
        ZohoApi api = governed(governor(slots));
        for (Kind kind : List.of(Kind.UNAVAILABLE, Kind.REJECTED, Kind.CONFIGURATION)) {
            zoho.failure = new ZohoException(kind, "CODE", "text", true, Duration.ofHours(1), null);
            assertThatExceptionOfType(ZohoException.class)
                    .isThrownBy(() -> api.query("q"))
                    .isSameAs(zoho.failure);
        }
        zoho.failure = null;

        api.query("q");
        assertThat(zoho.calls).isEqualTo(4);
    }

    @Test
    void callsOfTwoInstancesShareTheSlots() throws Exception {
        CreditLimits one = new CreditLimits(100, 10, 1);
        ZohoApi there = governed(governor(otherSlots, one));
        zoho.block();
        CompletableFuture<Void> slow = CompletableFuture.runAsync(() -> call(governed(governor(slots, one))));
        assertThat(zoho.entered.await(20, TimeUnit.SECONDS)).isTrue();

        assertThatExceptionOfType(ZohoException.class)
                .isThrownBy(() -> there.query("q"))
                .satisfies(e -> {
                    assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
                    assertThat(e.inDoubt()).isFalse();
                });

        zoho.leave.countDown();
        slow.get(20, TimeUnit.SECONDS);
        there.query("q");
        assertThat(zoho.calls).isEqualTo(2);
        assertThat(gauge("zoho.credits.used"))
                .as("none for the call that found no slot")
                .isEqualTo(2);
    }

    @Test
    void aFailedCallGivesItsSlotBack() throws Exception {
        ZohoApi api = governed(governor(slots, new CreditLimits(100, 10, 1)));
        zoho.failure = new ZohoException(Kind.UNAVAILABLE, "CODE", "text", true, null, null);
        assertThatExceptionOfType(ZohoException.class).isThrownBy(() -> api.query("q"));
        zoho.failure = null;

        api.query("q");
    }

    @Test
    void withoutTheDatabaseNoCallIsMade() {
        ZohoApi api = governed(governor(slots));
        database.close();

        assertThatExceptionOfType(ZohoException.class)
                .isThrownBy(() -> api.query("q"))
                .satisfies(e -> {
                    assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
                    assertThat(e.inDoubt()).isFalse();
                });
        assertThat(zoho.calls).isZero();
    }

    @Test
    void metricsCountCallsRowsAndRefusals() throws Exception {
        CreditGovernor governor = governor(slots);
        ZohoApi api = governed(governor);
        api.upsert(rows(25));
        zoho.failure = throttled(null);
        assertThatExceptionOfType(ZohoException.class).isThrownBy(() -> api.query("q"));
        assertThatExceptionOfType(ZohoException.class).isThrownBy(() -> api.query("q"));

        assertThat(counter("zoho.calls", "endpoint", "upsert", "outcome", "ok")).isEqualTo(1);
        assertThat(counter("zoho.calls", "endpoint", "query", "outcome", "throttled"))
                .as("the second did not reach Zoho")
                .isEqualTo(1);
        assertThat(counter("zoho.rows")).isEqualTo(25);
        assertThat(counter("zoho.throttled")).isEqualTo(1);
        assertThat(gauge("zoho.credits.budget")).isEqualTo(100);

        now = NOON.plus(DAY);
        governor.refresh();
        assertThat(gauge("zoho.credits.used")).isZero();
    }

    private CreditGovernor governor(CallSlots instance) {
        return governor(instance, new CreditLimits(100, 10, 3));
    }

    private CreditGovernor governor(CallSlots instance, CreditLimits limits) {
        return new CreditGovernor(
                "org",
                limits,
                new LedgerDatabase(database).credits("org"),
                instance,
                Duration.ofMillis(100),
                () -> now,
                new Random(1),
                new CreditMetrics(metrics, "north"));
    }

    private ZohoApi governed(CreditGovernor governor) {
        return new GovernedZohoApi(zoho, governor);
    }

    private double gauge(String name) {
        return metrics.get(name).tag("tenant", "north").gauge().value();
    }

    private double counter(String name, String... tags) {
        return metrics.get(name).tag("tenant", "north").tags(tags).counter().count();
    }

    private static UpsertRequest rows(int count) {
        return new UpsertRequest(
                "Grades", Collections.nCopies(count, JsonNodeFactory.instance.objectNode()), List.of("Key"), List.of());
    }

    private static ZohoException throttled(Duration retryAfter) {
        return new ZohoException(Kind.THROTTLED, "TOO_MANY_REQUESTS", "too many", false, retryAfter, null);
    }

    private static void call(ZohoApi api) {
        try {
            api.query("q");
        } catch (ZohoException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Answers everything with nothing, or fails, or does not answer until it is told to. */
    private static final class FakeZoho implements ZohoApi {
        private final CountDownLatch entered = new CountDownLatch(1);
        private CountDownLatch leave = new CountDownLatch(0);
        private ZohoException failure;
        private int calls;

        void block() {
            leave = new CountDownLatch(1);
        }

        private <T> T answer(T answer) throws ZohoException {
            calls++;
            entered.countDown();
            try {
                assertThat(leave.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            if (failure != null) {
                throw failure;
            }
            return answer;
        }

        @Override
        public List<RowResult> upsert(UpsertRequest request) throws ZohoException {
            return answer(List.of());
        }

        @Override
        public List<ObjectNode> query(String coql) throws ZohoException {
            return answer(List.of());
        }

        @Override
        public List<FieldMetadata> fields(String module) throws ZohoException {
            return answer(List.of());
        }

        @Override
        public List<ModuleMetadata> modules() throws ZohoException {
            return answer(List.of());
        }

        @Override
        public OrgInfo org() throws ZohoException {
            return answer(new OrgInfo("org", null, null, 0));
        }
    }
}
