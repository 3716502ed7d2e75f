package io.moodlepipeline.localstack.up;

import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.localstack.PipelineException;
import io.moodlepipeline.runtime.service.Trace;
import io.moodlepipeline.runtime.settings.InvalidSettingsException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReasonTest {
    private static final String QUOTED = "marked-personal-data";

    @Test
    void ourOwnSentenceIsTold() {
        Throwable failure = new IllegalStateException(new InvalidSettingsException(List.of("GATEWAY_PORT must be")));

        assertThat(Reason.of(failure)).isEqualTo("GATEWAY_PORT must be");
    }

    @Test
    void ofALibraryOnlyTheKindIsTold() {
        assertThat(Reason.of(ofALibrary())).isEqualTo("NumberFormatException");
        assertThat(Reason.of(new IllegalStateException(ofALibrary()))).isEqualTo("NumberFormatException");
        assertThat(Reason.of(new PipelineException("Cannot read it", ofALibrary())))
                .isEqualTo("Cannot read it (NumberFormatException)");
    }

    @Test
    void traceHasKindsAndPlacesButNoMessages() {
        StringWriter printed = new StringWriter();
        Trace.of(new IllegalStateException(QUOTED, ofALibrary())).printStackTrace(new PrintWriter(printed, true));

        assertThat(printed.toString())
                .contains("java.lang.IllegalStateException", "java.lang.NumberFormatException", "ReasonTest.java:")
                .doesNotContain(QUOTED);
    }

    private static NumberFormatException ofALibrary() {
        try {
            throw new AssertionError(Integer.parseInt(QUOTED));
        } catch (NumberFormatException e) {
            return e;
        }
    }
}
