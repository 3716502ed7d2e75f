package io.moodlepipeline.zoho;

import io.moodlepipeline.testkit.SettingsTable;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZohoSinkReadmeTest {

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "../README.md"})
    void theTableOfSettingsIsThatOfTheCode(String readme) {
        SettingsTable table = new SettingsTable();
        ZohoSinkSettings.ALL.forEach(setting -> table.row(setting.name(), setting.defaultValue(), setting.meaning()));

        table.assertIn(Path.of(readme));
    }
}
