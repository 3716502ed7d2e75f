package io.moodlepipeline.runtime.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moodlepipeline.runtime.settings.InvalidSettingsException;
import io.moodlepipeline.runtime.settings.Settings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FloodGuardSettingTest {

    @Test
    void theGuardIsOnUnlessItIsTurnedOff() {
        assertThat(halts(Map.of())).isTrue();
        assertThat(halts(Map.of("DEAD_LETTER_GUARD", "on"))).isTrue();
        assertThat(halts(Map.of("DEAD_LETTER_GUARD", "off"))).isFalse();
    }

    @Test
    void itMayBeTurnedOffForChosenTenantsAlone() {
        Map<String, String> setting = Map.of("DEAD_LETTER_GUARD", " off:north-college, south-college ");

        assertThat(halts(setting, "north-college")).isFalse();
        assertThat(halts(setting, "south-college")).isFalse();
        assertThat(halts(setting, "east-college")).isTrue();
        assertThat(halts(setting, "")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"off:", "off:North", "off:north,", "off:north south", "off:-north", "off:*"})
    void whoseNamesAreNoTenantsIsAMistake(String value) {
        Settings settings = new Settings(Map.of("DEAD_LETTER_GUARD", value));
        FloodGuardSetting.from(settings);

        assertThatThrownBy(() -> settings.finish("TEST_", List.of(FloodGuardSetting.GUARD)))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("DEAD_LETTER_GUARD must have tenants' names behind off:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "offfor:north", "OFF", "on:north"})
    void anythingElseIsAMistake(String value) {
        Settings settings = new Settings(Map.of("DEAD_LETTER_GUARD", value));
        FloodGuardSetting.from(settings);

        assertThatThrownBy(() -> settings.finish("TEST_", List.of(FloodGuardSetting.GUARD)))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("DEAD_LETTER_GUARD must be on or off");
    }

    private static boolean halts(Map<String, String> environment) {
        return halts(environment, "north");
    }

    private static boolean halts(Map<String, String> environment, String tenant) {
        FloodGuard.Tally tally =
                FloodGuardSetting.from(new Settings(environment)).tally(tenant, FloodGuard.IN_A_ROW - 1, 1);
        tally.add(FloodGuard.Fate.DEAD);
        return tally.isFlood();
    }
}
