package io.moodlepipeline.ops.moodle;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StateHashTest {
    static List<HashCase> cases() {
        return HashCase.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theHashIsThatOfThePlugin(HashCase sample) {
        assertThat(sample.hashOfFields()).isEqualTo(sample.hash());
    }

    @Test
    void allKindsHaveCases() {
        assertThat(cases()).extracting(HashCase::kind).contains(StateKind.values());
    }

    @Test
    void whatAnOlderPluginDidNotSayIsUnlikeAnythingThatIsSaid() {
        assertThat(new StateHash().ids(null).hex())
                .isNotEqualTo(new StateHash().ids(List.of()).hex());
        assertThat(new StateHash().truth(null).hex())
                .isNotEqualTo(new StateHash().truth(false).hex());
        assertThat(new StateHash().decimal(null).hex())
                .isNotEqualTo(new StateHash().decimal(BigDecimal.ZERO).hex());
        assertThat(new StateHash().text(null).hex())
                .isNotEqualTo(new StateHash().text("").hex());
    }

    @Test
    void aValueDoesNotRunIntoTheNext() {
        assertThat(new StateHash().text("ab").text("c").hex())
                .isNotEqualTo(new StateHash().text("a").text("bc").hex());
    }
}
