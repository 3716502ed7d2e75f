package io.moodlepipeline.ops;

import io.moodlepipeline.testkit.SettingsTable;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    @Test
    void readmeHasEverySetting() {
        SettingsTable table = new SettingsTable();
        OpsSettings.ALL.forEach(setting -> table.row(setting.name(), setting.defaultValue(), setting.meaning()));

        table.assertIn(Path.of("README.md"));
    }
}
