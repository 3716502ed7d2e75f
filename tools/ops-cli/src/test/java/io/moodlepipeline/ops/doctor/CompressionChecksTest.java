package io.moodlepipeline.ops.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.runtime.brokers.Codec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CompressionChecksTest {
    private static final Map<String, String> ZSTD_TOPIC =
            Map.of("moodle.user-created", "zstd", "moodle.user-updated", "producer");

    @Test
    void codecsThatLoadAreOneGoodLine() {
        List<Check> checks = new CompressionChecks("Kafka", codec -> true).run(ZSTD_TOPIC);

        assertThat(checks).extracting(Check::verdict).containsExactly(Verdict.OK);
    }

    @Test
    void aCodecThatDoesNotLoadFailsWhereATopicIsSetToIt() {
        List<Check> checks = new CompressionChecks("Kafka", codec -> codec != Codec.ZSTD).run(ZSTD_TOPIC);

        assertThat(checks).singleElement().satisfies(check -> {
            assertThat(check.verdict()).isEqualTo(Verdict.FAIL);
            assertThat(check.found())
                    .contains("compressed with zstd", System.getProperty("java.io.tmpdir"), "moodle.user-created");
            assertThat(check.remedy()).contains("noexec");
        });
    }

    @Test
    void aCodecThatDoesNotLoadIsAWarningWhereOnlyAnotherProducerCouldUseIt() {
        List<Check> checks = new CompressionChecks("Kafka", codec -> codec != Codec.SNAPPY).run(ZSTD_TOPIC);

        assertThat(checks).extracting(Check::verdict).containsExactly(Verdict.WARN);
    }
}
