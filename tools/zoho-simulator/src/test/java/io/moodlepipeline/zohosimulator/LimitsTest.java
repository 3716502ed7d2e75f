package io.moodlepipeline.zohosimulator;

import static io.moodlepipeline.zohosimulator.Rows.KEY;
import static io.moodlepipeline.zohosimulator.Rows.STUDENTS;
import static io.moodlepipeline.zohosimulator.Rows.student;
import static io.moodlepipeline.zohosimulator.Rows.students;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.moodlepipeline.zohosimulator.Client.Answer;
import io.moodlepipeline.zohosimulator.fault.Calls;
import io.moodlepipeline.zohosimulator.fault.Effect;
import io.moodlepipeline.zohosimulator.options.Behaviour;
import io.moodlepipeline.zohosimulator.options.Credentials;
import io.moodlepipeline.zohosimulator.options.Deviation;
import io.moodlepipeline.zohosimulator.options.Edition;
import io.moodlepipeline.zohosimulator.options.OrgOptions;
import io.moodlepipeline.zohosimulator.options.SimulatorOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Credits for a rolling day, and calls in flight. */
final class LimitsTest {
    private static final String ORG = OrgOptions.defaults().id();

    private final TestClock clock = new TestClock();
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private ZohoSimulator simulator;
    private Client client;

    private void start(OrgOptions org, Behaviour behaviour) {
        simulator = ZohoSimulator.start(
                SimulatorOptions.defaults().withClock(clock).withOrgs(org).withBehaviour(behaviour));
        client = Client.of(simulator);
    }

    private void startWithCredits(long credits) {
        start(OrgOptions.defaults().withCredits(credits), Behaviour.strict());
    }

    @AfterEach
    void stop() {
        callers.shutdownNow();
        simulator.close();
    }

    @ParameterizedTest(name = "{0} with {1} users: {2} credits, {3} calls at once")
    @CsvSource({
        "FREE, 3, 5000, 5",
        "STANDARD, 10, 52500, 10",
        "STANDARD, 500, 100000, 10",
        "PROFESSIONAL, 10, 55000, 15",
        "PROFESSIONAL, 10000, 3000000, 15",
        "ENTERPRISE, 10, 60000, 20",
        "ENTERPRISE, 10000, 5000000, 20",
        "ULTIMATE, 10000, 20050000, 25",
    })
    void editionAndUsersGiveTheLimits(Edition edition, int users, long credits, int concurrency) {
        start(OrgOptions.defaults().withEdition(edition, users), Behaviour.strict());

        assertThat(simulator.options().orgs().get(0).credits()).isEqualTo(credits);
        assertThat(edition.concurrency()).isEqualTo(concurrency);
    }

    @ParameterizedTest(name = "{0} rows cost {1}")
    @CsvSource({"1, 1", "10, 1", "11, 2", "99, 10", "100, 10"})
    void upsertCostsACreditForEachTenRowsBegun(int rows, long credits) {
        startWithCredits(1000);

        client.upsert(STUDENTS, Client.by(KEY), students(rows));

        assertThat(simulator.stats().creditsUsed()).isEqualTo(credits);
        assertThat(simulator.creditsUsedInADay(ORG)).isEqualTo(credits);
    }

    @ParameterizedTest(name = "limit {0} costs {1}")
    @CsvSource({"1, 1", "200, 1", "201, 2", "1000, 2", "1001, 3", "2000, 3"})
    void queryCostsByHowMuchItMayReturn(int limit, long credits) {
        startWithCredits(1000);

        client.coql("select id from " + STUDENTS + " where Name is not null limit 0, " + limit);

        assertThat(simulator.stats().creditsUsed()).isEqualTo(credits);
    }

    @ParameterizedTest
    @CsvSource({"/crm/v8/org", "/crm/v8/settings/modules", "/crm/v8/settings/fields?module=Grades"})
    void metadataCostsACredit(String path) {
        startWithCredits(1000);

        client.get(path);

        assertThat(simulator.stats().creditsUsed()).isEqualTo(1);
    }

    @Test
    void refusedRowsAreChargedToo() {
        startWithCredits(1000);

        client.upsert(STUDENTS, Client.by(KEY), student("1").put("City", 5));

        assertThat(simulator.stats().creditsUsed()).isEqualTo(1);
    }

    @Test
    void withoutCreditsEveryCallIs429UntilTheyComeBackADayLater() {
        startWithCredits(10);
        client.upsert(STUDENTS, Client.by(KEY), students(90));
        clock.pass(Duration.ofHours(12));
        client = Client.of(simulator);
        client.upsert(STUDENTS, Client.by(KEY), student("1"));

        Answer refused = client.upsert(STUDENTS, Client.by(KEY), student("2"));

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.code()).isEqualTo("TOO_MANY_REQUESTS");
        assertThat(refused.header("Retry-After")).isNull();
        assertThat(simulator.stats().rateLimited()).isEqualTo(1);
        assertThat(simulator.creditsUsedInADay(ORG)).isEqualTo(10);
        clock.pass(Duration.ofHours(12));
        client = Client.of(simulator);
        assertThat(client.upsert(STUDENTS, Client.by(KEY), student("2")).status())
                .isEqualTo(200);
        assertThat(simulator.creditsUsedInADay(ORG)).isEqualTo(2);
    }

    @Test
    void remainingCreditsAreToldFromHalfOnward() {
        startWithCredits(20);

        Answer before = client.upsert(STUDENTS, Client.by(KEY), students(90));
        Answer at = client.upsert(STUDENTS, Client.by(KEY), student("1"));

        assertThat(before.header("X-API-CREDITS-REMAINING")).isNull();
        assertThat(at.header("X-API-CREDITS-REMAINING")).isEqualTo("10");
    }

    @Test
    void tooManyRequestsMaySayWhenToTryAgainAndHaveANumberForACode() {
        start(
                OrgOptions.defaults().withCredits(0),
                Behaviour.strict().withRetryAfter(Duration.ofSeconds(7)).with(Deviation.RATE_LIMIT_BY_NUMBER));

        Answer refused = client.get("/crm/v8/org");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).isEqualTo("7");
        assertThat(refused.body().path("code").isInt()).isTrue();
        assertThat(refused.body().path("error").asText()).isEqualTo("TOO_MANY_REQUESTS");
    }

    private List<Future<Answer>> callAtOnce(int calls, Supplier<Answer> call) {
        return Stream.generate(() -> callers.submit(call::get)).limit(calls).toList();
    }

    /** Holds calls in flight and makes one more. */
    private int statusOfOneMore(int held, Supplier<Answer> call) {
        simulator.faults().add(Calls.to("/crm/").times(held), new Effect.Delay(60_000, false));
        List<Future<Answer>> answers = callAtOnce(held, call);
        await().until(() -> simulator.callsInFlight(ORG) == held);
        int status = call.get().status();
        simulator.faults().clear();
        assertThat(answers).allSatisfy(answer -> assertThat(status(answer)).isEqualTo(200));
        return status;
    }

    private static int status(Future<Answer> answer) {
        try {
            return answer.get().status();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void moreCallsAtOnceThanTheEditionAllowsAre429() {
        start(OrgOptions.defaults().withEdition(Edition.FREE, 1), Behaviour.strict());

        assertThat(statusOfOneMore(5, () -> client.get("/crm/v8/org"))).isEqualTo(429);

        assertThat(simulator.maxConcurrency(ORG)).isEqualTo(5);
        assertThat(client.get("/crm/v8/org").status()).isEqualTo(200);
    }

    @Test
    void eleventhCallOfMoreThanTenRowsIs429WhereTheEditionAllowsTwenty() {
        start(OrgOptions.defaults(), Behaviour.strict());

        assertThat(statusOfOneMore(10, () -> client.upsert(STUDENTS, Client.by(KEY), students(11))))
                .isEqualTo(429);
    }

    @Test
    void queriesShareThePoolOfTheBigCalls() {
        start(OrgOptions.defaults(), Behaviour.strict());
        client.upsert(STUDENTS, Client.by(KEY), student("1"));

        assertThat(statusOfOneMore(10, () -> client.coql("select id from " + STUDENTS + " where id > '5'")))
                .isEqualTo(429);
    }

    @Test
    void callsOfTenRowsAreLimitedByTheEditionAlone() {
        start(OrgOptions.defaults(), Behaviour.strict());

        assertThat(statusOfOneMore(10, () -> client.upsert(STUDENTS, Client.by(KEY), students(10))))
                .isEqualTo(200);
        assertThat(simulator.maxConcurrency(ORG)).isEqualTo(11);
    }

    @Test
    void oneOrganisationsCallsDoNotLimitAnother() {
        OrgOptions first = OrgOptions.defaults().withCredits(1);
        OrgOptions second = OrgOptions.defaults().withId("700000002").withCredentials(new Credentials("b", "b", "b"));
        simulator = ZohoSimulator.start(SimulatorOptions.defaults().withOrgs(first, second));
        client = Client.of(simulator);
        client.get("/crm/v8/org");

        Client other = client.with(
                client.token(second.credentials()).body().path("access_token").asText());

        assertThat(client.get("/crm/v8/org").status()).isEqualTo(429);
        assertThat(other.get("/crm/v8/org").status()).isEqualTo(200);
    }

    @Test
    void eachCallTakesAtLeastTheLatency() {
        start(OrgOptions.defaults(), Behaviour.strict().withLatency(Duration.ofMillis(200)));
        long begin = System.nanoTime();

        client.get("/crm/v8/org");

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }
}
