package io.moodlepipeline.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DeadLetterCodeTest {
    private static final Path DOCUMENT = Path.of("..", "..", "docs", "dead-letters.md");

    @Test
    void theTableOfTheDocumentIsTheCatalogue() throws IOException {
        String catalogue = Stream.concat(
                        Stream.of(
                                "| Code | Meaning | Who can mend it | What to do | Tried again by itself |",
                                "| --- | --- | --- | --- | --- |"),
                        Stream.of(DeadLetterCode.values()).map(DeadLetterCodeTest::row))
                .collect(Collectors.joining("\n"));

        // Every line that looks like a row of it, so that one too many shows as well.
        List<String> rows = Files.readAllLines(DOCUMENT).stream()
                .dropWhile(line -> !line.startsWith("| Code |"))
                .takeWhile(line -> line.startsWith("|"))
                .toList();
        assertThat(String.join("\n", rows)).isEqualTo(catalogue);
    }

    /** All others may mean that a target or a program is wrong, so that the flood guard counts them. */
    @Test
    void whatASchoolsDataProvesAndWhatWaitsForPeopleIsExpected() {
        assertThat(Stream.of(DeadLetterCode.values()).filter(DeadLetterCode::expected))
                .containsExactlyInAnyOrder(
                        DeadLetterCode.CONTRADICTORY_GRADE_RANGE,
                        DeadLetterCode.RECORD_TOO_LARGE,
                        DeadLetterCode.STUDENT_NOT_SYNCED,
                        DeadLetterCode.ZOHO_MATCH_NEEDS_PERSON,
                        DeadLetterCode.ZOHO_RECORD_LOCKED,
                        DeadLetterCode.ZOHO_NOT_APPROVED);
    }

    private static String row(DeadLetterCode code) {
        return Stream.of(
                        "`" + code + "`",
                        code.meaning(),
                        code.responsible().title(),
                        code.remedy(),
                        code.retryable() ? "yes" : "no")
                .collect(Collectors.joining(" | ", "| ", " |"));
    }
}
