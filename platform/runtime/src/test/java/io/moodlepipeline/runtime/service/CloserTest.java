package io.moodlepipeline.runtime.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CloserTest {
    private final Closer closer = new Closer();
    private final List<String> closed = new ArrayList<>();

    @Test
    void theLastOpenedIsClosedFirst() {
        closer.register(() -> closed.add("first"));
        closer.register(() -> closed.add("second"));
        closer.register(() -> closed.add("third"));

        closer.close();

        assertThat(closed).containsExactly("third", "second", "first");
    }

    @Test
    void whatIsRegisteredIsGivenBack() {
        AutoCloseable resource = () -> {};

        assertThat(closer.register(resource)).isSameAs(resource);
    }

    @Test
    void aFailureStopsNothingAndLaterOnesAreAttachedToTheFirst() {
        IOException first = new IOException("first");
        IOException second = new IOException("second");
        closer.register(() -> closed.add("bottom"));
        closer.register(() -> fail(second));
        closer.register(() -> closed.add("middle"));
        closer.register(() -> fail(first));

        assertThatThrownBy(closer::close)
                .isInstanceOf(IllegalStateException.class)
                .hasCause(first);

        assertThat(closed).containsExactly("middle", "bottom");
        assertThat(first.getSuppressed()).containsExactly(second);
    }

    @Test
    void closingAgainClosesNothingTwice() {
        closer.register(() -> closed.add("once"));
        closer.register(() -> fail(new IOException("on purpose")));

        assertThatThrownBy(closer::close).isInstanceOf(IllegalStateException.class);

        assertThatCode(closer::close).doesNotThrowAnyException();
        assertThat(closed).containsExactly("once");
    }

    @Test
    void anInterruptIsKeptForTheCallerAndNotForWhatIsStillToBeClosed() {
        closer.register(
                () -> closed.add("interrupted: " + Thread.currentThread().isInterrupted()));
        closer.register(() -> {
            throw new InterruptedException();
        });

        assertThatThrownBy(closer::close).isInstanceOf(IllegalStateException.class);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(closed).containsExactly("interrupted: false");
    }

    private static void fail(Exception failure) throws Exception {
        throw failure;
    }
}
