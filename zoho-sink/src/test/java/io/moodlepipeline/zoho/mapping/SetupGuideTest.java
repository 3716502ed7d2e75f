package io.moodlepipeline.zoho.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.zohosimulator.options.OrgOptions;
import io.moodlepipeline.zohosimulator.schema.FieldSchema;
import io.moodlepipeline.zohosimulator.schema.ModuleSchema;
import io.moodlepipeline.zohosimulator.schema.SchemaFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The guide tells a school what to make in Zoho: just what the built-in mapping fills, and what the simulator has. */
class SetupGuideTest {
    private static final Path GUIDE = Path.of("..", "docs", "zoho-setup.md");

    @Test
    void guideHasEveryFieldOfTheBuiltInMapping() throws IOException {
        Mapping mapping = MappingFile.builtIn();
        String table = Stream.of(Role.values())
                .map(mapping::of)
                .flatMap(SetupGuideTest::lines)
                .collect(Collectors.joining(
                        "\n",
                        "| Module | Field, by API name | Type | Filled with |\n| --- | --- | --- | --- |\n",
                        "\n"));

        assertThat(Files.readString(GUIDE)).contains(table);
    }

    @Test
    void guideHasEveryScopeThatIsNeeded() throws IOException {
        assertThat(Files.readString(GUIDE)).contains(OrgOptions.ALL_SCOPES);
    }

    private static Stream<String> lines(ModuleMapping module) {
        ModuleSchema schema = SchemaFile.builtIn().module(module.module()).orElseThrow();
        return Stream.concat(
                Stream.of(
                        line(module, module.keyField(), type(schema, module.keyField()) + ", **unique**", "its key"),
                        line(module, ModuleMapping.NAME_FIELD, "has every module", "its name")),
                module.fields().stream()
                        .map(field -> line(
                                module, field.apiName(), type(schema, field.apiName()), filling(field.filling()))));
    }

    private static String line(ModuleMapping module, String field, String type, String filling) {
        return "| `" + module.module() + "` | `" + field + "` | " + type + " | " + filling + " |";
    }

    private static String filling(Filling filling) {
        if (filling instanceof Filling.From from) {
            return "`" + from.source().wireName() + "`";
        }
        return filling instanceof Filling.Constant constant ? "always " + constant.value() : "the student's record";
    }

    private static String type(ModuleSchema schema, String apiName) {
        FieldSchema field = schema.all().stream()
                .filter(each -> each.apiName().equals(apiName))
                .findFirst()
                .orElseThrow();
        return switch (field.type()) {
            case TEXT -> "Single Line, " + field.length();
            case TEXTAREA -> "Multi-Line, Large (" + field.length() + ")";
            case EMAIL -> "Email";
            case PHONE -> "Phone";
            case DATE -> "Date";
            case DOUBLE -> "Decimal, " + field.decimals() + " places";
            case PICKLIST -> "Pick List: " + String.join(", ", field.values());
            case LOOKUP -> "Lookup to `" + field.lookup().orElseThrow() + "`";
            default -> throw new AssertionError("The guide has no words for " + field.type());
        };
    }
}
