package io.moodlepipeline.ops.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputTest {
    @Test
    void aTableForPeopleHasNumbersToTheRightAndDashesForTheUnknown() {
        Table table = Table.of("topic", "lag")
                .row("moodle.user-created", 7)
                .row("x", null)
                .row("y", 1200L);

        assertThat(Format.TABLE.write(table)).isEqualTo("""
                        TOPIC                 LAG
                        moodle.user-created     7
                        x                       -
                        y                    1200
                        """);
    }

    @Test
    void jsonKeepsTypes() {
        Table table = Table.of("topic", "lag", "active").row("x", 7, true).row("y", null, false);

        assertThat(Format.JSON.write(table))
                .isEqualToIgnoringWhitespace(
                        "[{\"topic\":\"x\",\"lag\":7,\"active\":true},{\"topic\":\"y\",\"lag\":null,\"active\":false}]");
    }

    @Test
    void whatTurnsATerminalAroundArrivesAsAnEscape() {
        Table table = Table.of("name").row("a\u202Eb\u001B[2J\r\nc");

        assertThat(Format.TABLE.write(table)).contains("a\\u202eb\\u001b[2J\\u000d\\u000ac");
        assertThat(Format.CSV.write(table)).contains("a\\u202eb\\u001b[2J\\u000d\\u000ac");
        assertThat(Format.JSON.write(table)).contains("a\\u202Eb\\u001B[2J\\r\\nc");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+1",
                "-1",
                "@SUM(A1)",
                "  =1",
                "\uFF1D1+1",
                "\uFF0B1",
                "\uFF0D1",
                "\uFF20SUM(A1)",
                "\uFE661",
                "\uFE621",
                "\uFE631",
                "\uFE6BSUM(A1)",
                "\u22121",
                "\u00A0=1",
                "\u3000\uFF1D1",
                "\u202F+1"
            })
    void csvHasNoFormulas(String text) {
        assertThat(Format.CSV.write(Table.of("name").row(text)))
                .isIn("name\n'" + text + "\n", "name\n\"'" + text + "\"\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\t=1", "\r=1", "\n=1", "\u200B=1", "\uFEFF\uFF1D1", "\u202E=1", "\u0000=1", "\u001B=1"})
    void csvShowsWhatIsInvisibleBeforeAFormula(String text) {
        assertThat(Format.CSV.write(Table.of("name").row(text))).startsWith("name\n\"\\u");
    }

    @Test
    void csvQuotesWhatWouldEndACell() {
        assertThat(Format.CSV.write(Table.of("a", "b").row("x,y", "say \"no\"").row(null, -1)))
                .isEqualTo("a,b\n\"x,y\",\"say \"\"no\"\"\"\n,-1\n");
    }
}
