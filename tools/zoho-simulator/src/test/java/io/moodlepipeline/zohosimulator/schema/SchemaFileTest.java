package io.moodlepipeline.zohosimulator.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SchemaFileTest {
    @Test
    void builtInSchemaHasTheModulesOfTheDefaultMapping() {
        Schema schema = SchemaFile.builtIn();

        assertThat(schema.modules()).containsOnlyKeys("BTEC_Students", "Enrollments", "Grades");
        assertThat(schema.module("BTEC_Students").orElseThrow().identifying())
                .extracting(FieldSchema::apiName)
                .containsExactly("Student_Moodle_ID");
    }

    @Test
    void nameIsThereAndMandatoryWithoutBeingNamed() {
        FieldSchema name = SchemaFile.parse("modules: {M: {fields: {K: {type: text}}}}")
                .module("M")
                .orElseThrow()
                .field("Name")
                .orElseThrow();

        assertThat(name.mandatory()).isTrue();
        assertThat(name.custom()).isFalse();
        assertThat(name.type()).isEqualTo(FieldType.TEXT);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "{} | modules: must name at least one module",
                "modules: {M: {felds: {}}} | M: unknown key felds",
                "modules: {M_: {fields: {}}} | M_: is no API name",
                "modules: {M: {fields: {A__B: {}}}} | M.A__B: is no API name",
                "modules: {M: {fields: {A: {typ: text}}}} | M.A: unknown key typ",
                "modules: {M: {fields: {A: {type: word}}}} | M.A.type: is none of Zoho's types",
                "modules: {M: {fields: {A: {type: text, length: 256}}}} | M.A.length: must be from 1 to 255",
                "modules: {M: {fields: {A: {type: double, decimal_place: 10}}}} | M.A.decimal_place: must be from 0 to 9",
                "modules: {M: {fields: {A: {type: text, decimal_place: 1}}}} | M.A.decimal_place: must be",
                "modules: {M: {fields: {A: {type: date, unique: true}}}} | M.A: a date field cannot be unique",
                "modules: {M: {fields: {A: {type: email, external: org}}}} | M.A: external is org or user",
                "modules: {M: {fields: {A: {type: lookup}}}} | M.A: lookup names the module",
                "modules: {M: {fields: {A: {type: lookup, lookup: N}}}} | M.A: there is no module N",
                "modules: {M: {fields: {A: {type: picklist}}}} | M.A: values lists the words",
                "modules: {M: {fields: {Name: {type: email}}}} | M.Name: is text",
                "modules: {M: {fields: {A: {unique: true}, B: {unique: true}, C: {unique: true}}}} | M: a module has at most 2 unique fields",
                "modules: {M: {}, M: {}} | is not YAML, or has a key twice, at line 1",
            })
    void whatZohoWouldNotLetAnAdministratorSetUpIsRefused(String yaml, String problem) {
        assertThatThrownBy(() -> SchemaFile.parse(yaml))
                .isInstanceOf(InvalidSchemaException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void allProblemsAreNamedAtOnce() {
        assertThatThrownBy(() -> SchemaFile.parse("modules: {M: {fields: {A: {type: x}, B: {type: lookup}}}}"))
                .hasMessageContaining("M.A.type")
                .hasMessageContaining("M.B: lookup");
    }

    @Test
    void fileThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> SchemaFile.read(Path.of("no-such.yaml"))).hasMessageContaining("no-such.yaml");
    }
}
