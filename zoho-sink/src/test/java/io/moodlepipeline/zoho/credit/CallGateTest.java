package io.moodlepipeline.zoho.credit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.moodlepipeline.runtime.consumer.Backoff;
import io.moodlepipeline.zoho.api.ZohoException;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CallGateTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private Instant now = NOON;
    private final CallGate gate = new CallGate(new Backoff(FIRST, LONGEST, new Random(1)), () -> now);

    @Test
    void aRefusalWithoutATimeIsWaitedForLongerEachTimeUpToALimit() throws Exception {
        Duration limit = FIRST;
        for (int refusal = 0; refusal < 12; refusal++) {
            Duration wait = refuse(null);

            assertThat(wait).isBetween(limit.dividedBy(2), limit);
            limit = limit.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : limit.multipliedBy(2);
        }
        assertThat(limit).isEqualTo(LONGEST);
    }

    @Test
    void aCallThatIsTakenStartsTheWaitsOver() throws Exception {
        for (int refusal = 0; refusal < 6; refusal++) {
            refuse(null);
        }
        gate.taken(gate.enter());

        assertThat(refuse(null)).isLessThanOrEqualTo(FIRST);
    }

    @Test
    void callsRefusedBesideEachOtherCountOnce() throws Exception {
        CallGate.Pass one = gate.enter();
        CallGate.Pass other = gate.enter();
        gate.refused(one, refusal(null));
        gate.refused(other, refusal(null));

        assertThat(closedFor()).isLessThanOrEqualTo(FIRST);
    }

    @Test
    void aCallThatBeganBeforeARefusalDoesNotStartTheWaitsOver() throws Exception {
        CallGate.Pass early = gate.enter();
        for (int refusal = 0; refusal < 6; refusal++) {
            refuse(null);
        }
        gate.taken(early);

        assertThat(refuse(null)).isGreaterThan(FIRST.multipliedBy(2));
    }

    @Test
    void theLongestTimeOfSeveralHolds() throws Exception {
        CallGate.Pass one = gate.enter();
        CallGate.Pass other = gate.enter();
        gate.refused(one, refusal(Duration.ofMinutes(10)));
        gate.refused(other, refusal(Duration.ofMinutes(1)));

        assertThat(closedFor()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void aClosedGateLetsNobodyInAndSaysHowLong() {
        gate.close("credits: none", NOON.plusSeconds(60));

        assertThatExceptionOfType(ZohoException.class)
                .isThrownBy(gate::enter)
                .withMessage("credits: none")
                .satisfies(e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(60)));
    }

    /** @return how long the gate was closed by it, after which it is open again */
    private Duration refuse(Duration retryAfter) throws ZohoException {
        gate.refused(gate.enter(), refusal(retryAfter));
        Duration wait = closedFor();
        now = now.plus(wait);
        return wait;
    }

    private Duration closedFor() {
        return Duration.between(now, ((CreditState.Closed) gate.state()).until());
    }

    private static ZohoException refusal(Duration retryAfter) {
        return new ZohoException(
                ZohoException.Kind.THROTTLED, "TOO_MANY_REQUESTS", "too many", false, retryAfter, null);
    }
}
