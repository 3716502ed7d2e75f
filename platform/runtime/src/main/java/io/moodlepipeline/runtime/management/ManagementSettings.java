package io.moodlepipeline.runtime.management;

import io.moodlepipeline.runtime.settings.Setting;
import io.moodlepipeline.runtime.settings.Settings;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the management endpoint listens.
 *
 * @param hosts addresses or names of this machine
 */
public record ManagementSettings(List<String> hosts, int port) {
    public static final Setting HOST = Setting.of(
            "MANAGEMENT_HOST",
            "127.0.0.1",
            "Addresses of the management endpoint, comma-separated; it has no authentication.");

    public ManagementSettings {
        hosts = List.copyOf(hosts);
    }

    /** Each service has its own default, so that all can run on one machine. */
    public static Setting port(int defaultPort) {
        return Setting.of(
                "MANAGEMENT_PORT",
                Integer.toString(defaultPort),
                "Port of `/livez`, `/readyz` and `/metrics`, 0 to 65535; 0 takes a free one.");
    }

    public static ManagementSettings from(Settings settings, Setting port) {
        List<String> hosts = Stream.of(settings.text(HOST).split(","))
                .map(String::strip)
                .filter(host -> !host.isEmpty())
                .toList();
        if (hosts.isEmpty()) {
            settings.problem(HOST.name(), "must name an address, such as " + HOST.defaultValue());
        }
        return new ManagementSettings(hosts, settings.integer(port, 0, 65535));
    }
}
