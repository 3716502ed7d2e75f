package io.moodlepipeline.runtime.deadletter;

import io.moodlepipeline.event.EventMetadata;
import io.moodlepipeline.runtime.settings.Setting;
import io.moodlepipeline.runtime.settings.Settings;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whom the flood guard guards. */
public final class FloodGuardSetting {
    public static final Setting GUARD = Setting.of(
            "DEAD_LETTER_GUARD",
            "on",
            "`on` holds a tenant's records back, while all others go on, when 50 of them in a row, or over 30 % of 100 or more, would be"
                    + " dead letters; `off` lets them through; `off:` and tenants' names, comma-separated, lets those of these tenants"
                    + " through.");

    private static final String OFF_FOR = "off:";

    private FloodGuardSetting() {}

    public static FloodGuard from(Settings settings) {
        String value = settings.text(GUARD).strip();
        if (value.startsWith(OFF_FOR)) {
            return offFor(value.substring(OFF_FOR.length()), settings);
        }
        if (!value.equals("on") && !value.equals("off")) {
            settings.problem(GUARD.name(), "must be on or off, or off: and tenants' names with commas between");
        }
        return value.equals("off") ? FloodGuard.off() : FloodGuard.on();
    }

    private static FloodGuard offFor(String tenants, Settings settings) {
        Set<String> names = Stream.of(tenants.split(",", -1)).map(String::strip).collect(Collectors.toSet());
        if (!names.stream()
                .allMatch(name -> EventMetadata.TENANT_NAME.matcher(name).matches())) {
            settings.problem(
                    GUARD.name(),
                    "must have tenants' names behind off:, with commas between, such as off:north-college,south-college");
        }
        return FloodGuard.offFor(names);
    }
}
