package io.moodlepipeline.runtime.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunningServiceTest {
    private final List<String> closed = new ArrayList<>();

    @Test
    void aServiceClosesWhatItsStartOpened() {
        RunningService service = RunningService.start("test", (closer, health) -> {
            closer.register(() -> closed.add("first"));
            closer.register(() -> closed.add("second"));
            health.set(Health.inGoodOrder());
        });
        assertThat(service.name()).isEqualTo("test");
        assertThat(service.health()).isEqualTo(Health.inGoodOrder());

        service.close();

        assertThat(closed).containsExactly("second", "first");
    }

    @Test
    void aStartThatFailsClosesWhatItHadOpenedAndSaysWhatFailed() {
        IllegalArgumentException failure = new IllegalArgumentException("on purpose");

        assertThatThrownBy(() -> RunningService.start("test", (closer, health) -> {
                    closer.register(() -> closed.add("opened"));
                    throw failure;
                }))
                .isSameAs(failure);

        assertThat(closed).containsExactly("opened");
    }

    @Test
    void aCheckedFailureOfAStartIsTheCauseAndAFailedCloseIsAttached() {
        IOException failure = new IOException("on purpose");

        assertThatThrownBy(() -> RunningService.start("test", (closer, health) -> {
                    closer.register(() -> {
                        throw new IOException("cannot close");
                    });
                    throw failure;
                }))
                .hasMessage("test did not start")
                .hasCause(failure);

        assertThat(failure.getSuppressed()).hasSize(1);
    }

    @Test
    void anInterruptedStartLeavesTheThreadInterrupted() {
        assertThatThrownBy(() -> RunningService.start("test", (closer, health) -> {
                    throw new InterruptedException();
                }))
                .hasMessage("test did not start");

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aCloseThatFailsIsLoggedNotThrown() {
        RunningService service = RunningService.start(
                "test",
                (closer, health) -> closer.register(() -> {
                    throw new IOException("on purpose");
                }));

        assertThatCode(service::close).doesNotThrowAnyException();
    }
}
