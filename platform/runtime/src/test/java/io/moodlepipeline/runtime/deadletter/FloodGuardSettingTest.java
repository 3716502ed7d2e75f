package io.moodlepipeline.runtime.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moodlepipeline.runtime.settings.InvalidSettingsException;
import io.moodlepipeline.runtime.settings.Settings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FloodGuardSettingTest {

    @Test
    void theGuardIsOnUnlessItIsTurnedOff() {
        assertThat(halts(Map.of())).isTrue();
        assertThat(halts(Map.of("DEAD_LETTER_GUARD", "on"))).isTrue();
        assertThat(halts(Map.of("DEAD_LETTER_GUARD", "off"))).isFalse();
    }

    @Test
    void anythingElseIsAMistake() {
        Settings settings = new Settings(Map.of("DEAD_LETTER_GUARD", "false"));
        FloodGuardSetting.from(settings);

        assertThatThrownBy(() -> settings.finish("TEST_", List.of(FloodGuardSetting.GUARD)))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("DEAD_LETTER_GUARD must be on or off");
    }

    private static boolean halts(Map<String, String> environment) {
        FloodGuard.Tally tally =
                FloodGuardSetting.from(new Settings(environment)).tally(FloodGuard.IN_A_ROW - 1, 1);
        tally.add(FloodGuard.Fate.DEAD);
        return tally.isFlood();
    }
}
