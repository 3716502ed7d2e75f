package io.moodlepipeline.localstack.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.moodlepipeline.testkit.LocalPort;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class ServicePartTest {
    @Test
    @Timeout(20) // a service may take 60 s to be ready
    void startThatWaitsEndsWhenTheStackCloses() {
        String nothingListens = "127.0.0.1:" + LocalPort.free("a broker").number();
        ServicePart part = new ServicePart(
                StackService.GRADE_PROCESSOR,
                Map.of("KAFKA_BOOTSTRAP_SERVERS", nothingListens, "MANAGEMENT_PORT", "0"),
                "",
                true,
                () -> true);

        assertThatIllegalStateException()
                .isThrownBy(part::start)
                .withMessageStartingWith("stopped before it was ready");
        assertThat(part.health()).isEmpty();
    }
}
