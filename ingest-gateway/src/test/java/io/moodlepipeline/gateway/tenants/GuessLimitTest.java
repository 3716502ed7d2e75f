package io.moodlepipeline.gateway.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import inet.ipaddr.IPAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuessLimitTest {
    private static final int FAILURES = 100;

    private final AtomicLong now = new AtomicLong();
    private final GuessLimit limit = new GuessLimit(now::get);

    @Test
    void afterAHundredFailuresWithinAMinuteTheNextAreTooMany() {
        for (int i = 0; i < FAILURES; i++) {
            assertThat(limit.failed(client("192.0.2.1"))).isFalse();
        }

        assertThat(limit.failed(client("192.0.2.1"))).isTrue();
        assertThat(limit.failed(client("192.0.2.2"))).isFalse();
    }

    @Test
    void aMinuteLaterItBeginsAgain() {
        exhaust("192.0.2.1");
        now.addAndGet(Duration.ofSeconds(61).toNanos());

        assertThat(limit.failed(client("192.0.2.1"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"2001:db8::1, 2001:db8::ffff, true", "2001:db8::1, 2001:db8:0:1::1, false"})
    void aNetworkOfIpv6IsOneClient(String guesser, String next, boolean same) {
        exhaust(guesser);

        assertThat(limit.failed(client(next))).isEqualTo(same);
    }

    @Test
    void thoseWhoseAddressCannotBeReadAreOneClient() {
        for (int i = 0; i < FAILURES; i++) {
            limit.failed(Optional.empty());
        }

        assertThat(limit.failed(Optional.empty())).isTrue();
    }

    @Test
    void moreClientsThanCanBeRememberedForgetTheOldest() {
        exhaust("192.0.2.1");
        for (int i = 0; i < 10_000; i++) {
            limit.failed(client("10." + i / 65536 + "." + i / 256 % 256 + "." + i % 256));
        }

        assertThat(limit.failed(client("192.0.2.1"))).isFalse();
    }

    private void exhaust(String address) {
        for (int i = 0; i < FAILURES; i++) {
            limit.failed(client(address));
        }
    }

    private static Optional<IPAddress> client(String address) {
        return Addresses.address(address);
    }
}
