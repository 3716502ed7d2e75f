package io.moodlepipeline.runtime.management;

import io.moodlepipeline.runtime.settings.Setting;
import io.moodlepipeline.runtime.settings.Settings;

/** Where the management endpoint listens. */
public record ManagementSettings(String host, int port) {
    public static final Setting HOST =
            Setting.of("MANAGEMENT_HOST", "127.0.0.1", "Address of the management endpoint; it has no authentication.");

    /** Each service has its own default, so that all can run on one machine. */
    public static Setting port(int defaultPort) {
        return Setting.of(
                "MANAGEMENT_PORT",
                Integer.toString(defaultPort),
                "Port of `/livez`, `/readyz` and `/metrics`, 0 to 65535; 0 takes a free one.");
    }

    public static ManagementSettings from(Settings settings, Setting port) {
        return new ManagementSettings(settings.text(HOST), settings.integer(port, 0, 65535));
    }
}
