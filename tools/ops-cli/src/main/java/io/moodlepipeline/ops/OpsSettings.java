package io.moodlepipeline.ops;

import io.moodlepipeline.runtime.settings.Setting;
import io.moodlepipeline.runtime.topics.RetentionSettings;
import java.util.List;

/** The environment variables of this program alone; those for Kafka and for the database are the services' own. */
public final class OpsSettings {
    public static final String PREFIX = "OPS_CLI_";

    public static final Setting SERVICES = Setting.of(
            "OPS_CLI_SERVICES",
            "ingest-gateway=127.0.0.1:8101,grade-processor=127.0.0.1:8102,db-writer=127.0.0.1:8103,redriver=127.0.0.1:8104,"
                    + "zoho-sink=127.0.0.1:8105",
            "Management addresses of the services for `status`, name=host:port, comma-separated.");

    public static final List<Setting> ALL = List.of(SERVICES, RetentionSettings.EVENTS, RetentionSettings.DEAD_LETTERS);

    private OpsSettings() {}
}
