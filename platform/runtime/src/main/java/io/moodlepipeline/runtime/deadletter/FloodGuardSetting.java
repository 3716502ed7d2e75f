package io.moodlepipeline.runtime.deadletter;

import io.moodlepipeline.runtime.settings.Setting;
import io.moodlepipeline.runtime.settings.Settings;

/** Whether the flood guard is on. */
public final class FloodGuardSetting {
    public static final Setting GUARD = Setting.of(
            "DEAD_LETTER_GUARD",
            "on",
            "`on` halts the service when 50 records in a row, or over 30 % of 100 or more, would be dead letters; `off` lets them through.");

    private FloodGuardSetting() {}

    public static FloodGuard from(Settings settings) {
        String value = settings.text(GUARD);
        if (!value.equals("on") && !value.equals("off")) {
            settings.problem(GUARD.name(), "must be on or off");
        }
        return value.equals("off") ? FloodGuard.off() : FloodGuard.on();
    }
}
