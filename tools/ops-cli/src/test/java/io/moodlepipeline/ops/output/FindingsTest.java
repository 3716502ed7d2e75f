package io.moodlepipeline.ops.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import org.junit.jupiter.api.Test;

class FindingsTest {
    private final Findings<Integer> findings = new Findings<>(Comparator.<Integer>reverseOrder());

    @Test
    void listsTheGravestFirst() {
        findings.add(1);
        findings.add(3);
        findings.add(2);

        assertThat(findings.listed()).containsExactly(3, 2, 1);
        assertThat(findings.isCut()).isFalse();
    }

    @Test
    void keepsAsManyAsFitInMemoryAndSaysThatThereWereMore() {
        for (int i = 0; i < Findings.MOST_LISTED; i++) {
            findings.add(i);
        }
        assertThat(findings.isCut()).isFalse();

        findings.add(-1);

        assertThat(findings.listed()).hasSize(Findings.MOST_LISTED).doesNotContain(-1);
        assertThat(findings.isCut()).isTrue();
    }
}
