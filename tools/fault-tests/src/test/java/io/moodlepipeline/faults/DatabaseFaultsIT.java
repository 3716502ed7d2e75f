package io.moodlepipeline.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** PostgreSQL dies, refuses connections, and breaks off transactions while events stream in. */
@Tag("full")
@ExtendWith(OwnStack.class)
final class DatabaseFaultsIT {
    private static final Duration OUTAGE = Duration.ofSeconds(70);
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @Test
    void killsAndStopsOfTheDatabaseLoseNothing(Stack stack) throws Exception {
        Trial trial = Trial.start("PostgreSQL killed and restarted", stack, 1200, Duration.ofSeconds(12));
        trial.awaitAbout(0.1);
        stack.postgres().kill();
        stack.postgres().start();
        trial.awaitAbout(0.3);
        stack.postgres().stopImmediately();
        stack.postgres().start();
        trial.awaitAbout(0.5);
        stack.postgres().stop();
        stack.postgres().start();
        trial.awaitAbout(0.7);
        stack.postgres().kill();
        stack.postgres().start();
        trial.conclude();
    }

    @Test
    void outageOfMoreThanAMinuteIsWaitedOutInTheGroup(Stack stack) throws Exception {
        Group before = Group.now(stack.admin(), Stack.WRITER);
        int lettersBefore = Letters.read(stack.brokers()).count();
        Trial trial = Trial.start("PostgreSQL away for 70 s", stack, 900, Duration.ofSeconds(30));
        trial.awaitAbout(0.1);
        stack.postgres().stopImmediately();
        awaitDegraded(stack);
        await("ready, degraded and the same group all the time")
                .during(OUTAGE)
                .atMost(OUTAGE.plusSeconds(10))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> isDegraded(stack)
                        && Group.now(stack.admin(), Stack.WRITER).equals(before));
        stack.postgres().start();
        Accounting accounting = trial.conclude();
        assertThat(accounting.letters().count()).isEqualTo(lettersBefore);
        assertThat(Group.now(stack.admin(), Stack.WRITER)).isEqualTo(before);
        assertThat(stack.writer().readiness().text()).startsWith("READY");
    }

    @Test
    void lackOfConnectionsIsWaitedOut(Stack stack) throws Exception {
        Trial trial = Trial.start("PostgreSQL out of connections", stack, 600, Duration.ofSeconds(12));
        trial.awaitAbout(0.2);
        try (Connections all = Connections.takenFrom(stack.postgres(), stack.writer())) {
            assertThat(all.count()).isGreaterThan(50);
            await().atMost(PATIENCE)
                    .until(() -> stack.writer().readiness().text().contains("53300"));
            assertThat(isDegraded(stack)).isTrue();
        }
        Accounting accounting = trial.conclude();
        assertThat(accounting.accounts()).allMatch(account -> account.dead() == 0);
    }

    @Test
    void serializationFailuresAreTriedAgain(Stack stack) throws Exception {
        Sql.execute(
                stack.database(),
                "CREATE SEQUENCE raised",
                "CREATE FUNCTION raise_sometimes() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                        + " IF random() < 0.3 THEN"
                        + " PERFORM nextval('raised'); RAISE EXCEPTION 'made up' USING ERRCODE = '40001';"
                        + " END IF; RETURN NULL; END $$",
                "CREATE TRIGGER raise_sometimes BEFORE INSERT ON grades"
                        + " FOR EACH STATEMENT EXECUTE FUNCTION raise_sometimes()");
        try {
            Trial.start("serialization failures", stack, 600, Duration.ofSeconds(12))
                    .conclude();
            assertThat(Sql.number(stack.database(), "SELECT last_value FROM raised"))
                    .isGreaterThan(3);
        } finally {
            Sql.execute(
                    stack.database(),
                    "DROP TRIGGER raise_sometimes ON grades",
                    "DROP FUNCTION raise_sometimes",
                    "DROP SEQUENCE raised");
        }
    }

    private static void awaitDegraded(Stack stack) {
        await().atMost(PATIENCE).until(() -> isDegraded(stack));
    }

    private static boolean isDegraded(Stack stack) {
        ServiceProcess.Readiness readiness = stack.writer().readiness();
        return readiness.status() == 200 && readiness.text().startsWith("DEGRADED");
    }
}
