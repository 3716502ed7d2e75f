package io.moodlepipeline.ops.moodle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.moodlepipeline.ops.OpsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StateFileTest {
    private static final String HEADER = """
            {"format":"moodle-state","version":1,"tenant":"default","exported_at":1764000000,"waiting":2,"failed":1}
            """;
    private static final String HASH = "0123456789abcdef".repeat(4);
    private static final String USER = "{\"kind\":\"user\",\"id\":7,\"hash\":\"" + HASH + "\"}\n";
    private static final String DELETED = "{\"kind\":\"user\",\"id\":8,\"deleted\":true}\n";
    private static final String ENROLMENT = "{\"kind\":\"enrolment\",\"id\":12,\"user\":7,\"hash\":\"" + HASH + "\"}\n";
    private static final String GRADE = "{\"kind\":\"grade\",\"user\":7,\"item\":31,\"hash\":\"" + HASH + "\"}\n";

    @TempDir
    private Path folder;

    @Test
    void aFileIsReadLineByLine() throws IOException {
        String text = HEADER + USER + DELETED + ENROLMENT + GRADE + end(2, 1, 1);

        try (StateFile file = StateFile.open(write(text))) {
            assertThat(file.header())
                    .isEqualTo(
                            new StateHeader("default", Instant.ofEpochSecond(1_764_000_000), 2, 1, StateChoices.ALL));
        }
        assertThat(read(text))
                .containsExactly(
                        new StateEntry(StateKind.USER, new StateKey(7, 0), Optional.of(HASH), OptionalLong.empty()),
                        new StateEntry(StateKind.USER, new StateKey(8, 0), Optional.empty(), OptionalLong.empty()),
                        new StateEntry(
                                StateKind.ENROLMENT, new StateKey(12, 0), Optional.of(HASH), OptionalLong.empty()),
                        new StateEntry(StateKind.GRADE, new StateKey(7, 31), Optional.of(HASH), OptionalLong.empty()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"roles\":[],\"item_kinds\":[\"mod\",\"manual\"]|true|true|false",
                "\"roles\":[5,9],\"item_kinds\":[\"mod\",\"course\"]|false|true|true",
                "\"roles\":[3]|true|true|true",
                // Of an administrator who wants no grades at all.
                "\"item_kinds\":[]|true|false|false"
            })
    void aFileSaysWhichRolesAndKindsOfItemsAreSent(String choices, boolean teachers, boolean activities, boolean totals)
            throws IOException {
        String text = HEADER.replace("\"failed\":1", "\"failed\":1," + choices) + end(0, 0, 0);

        try (StateFile file = StateFile.open(write(text))) {
            StateChoices read = file.header().choices();
            assertThat(read.sendsAnyOf(List.of(3L, 4L))).isEqualTo(teachers);
            assertThat(read.sendsItemsOf("mod")).isEqualTo(activities);
            assertThat(read.sendsItemsOf("course")).isEqualTo(totals);
            assertThat(read.sendsItemsOf(null)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1_764_000_000})
    void aGradesLineMaySayWhenMoodleChangedIt(long modified) throws IOException {
        String line = GRADE.replace("\"hash\"", "\"modified\":" + modified + ",\"hash\"");

        assertThat(read(HEADER + line + end(0, 0, 1)))
                .extracting(StateEntry::modified)
                .containsExactly(OptionalLong.of(modified));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "-1", "\"1764000000\"", "1.5", "9223372036854775807"})
    void aTimeThatIsNoneIsNoticed(String modified) throws IOException {
        String line = GRADE.replace("\"hash\"", "\"modified\":" + modified + ",\"hash\"");

        assertRefused(HEADER + line + end(0, 0, 1), "line 2: it lacks the number modified");
    }

    @Test
    void aSchoolWithoutAnybodyIsWhole() throws IOException {
        assertThat(read(HEADER + end(0, 0, 0))).isEmpty();
    }

    @Test
    void aFileWithoutItsLastLineIsCutOff() throws IOException {
        assertRefused(HEADER + USER + ENROLMENT, "is cut off after line 3");
    }

    @Test
    void aFileThatEndsWithinALineIsCutOff() throws IOException {
        assertRefused(HEADER + USER + ENROLMENT.substring(0, 40), "is cut off after line 3");
        assertRefused(HEADER.substring(0, 40), "is cut off after line 1");
        assertRefused(HEADER + USER + end(1, 0, 0).substring(0, 20), "is cut off after line 3");
    }

    @Test
    void countsThatDoNotFitAreNoticed() throws IOException {
        assertRefused(
                HEADER + USER + end(2, 0, 0),
                "line 3: it counts other users than the 1 in the file, which is not whole: export it again");
        assertRefused(HEADER + USER + end(1, 0, 1), "line 3: it counts other grades than the 0");
        assertRefused(HEADER + USER + "{\"kind\":\"end\"}", "line 3: it lacks the number users");
    }

    @Test
    void whatComesAfterTheEndIsNoticed() throws IOException {
        assertRefused(HEADER + end(0, 0, 0) + USER, "line 3: it comes after the end");
    }

    @Test
    void anotherFormatIsNoticed() throws IOException {
        assertRefused("", "is empty");
        assertRefused(USER, "line 1: this is no state of Moodle's");
        assertRefused("-- PostgreSQL database dump\n", "line 1: it is no JSON");
        assertRefused("[" + HEADER + "]", "line 1: it is no JSON object");
        assertRefused("\u001F\u008B\b", "line 1: it is no JSON");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"version\":1|\"version\":2|the format's version is 2, and this program reads version 1",
                "\"version\":1|\"version\":\"1\"|it lacks the number version",
                "\"tenant\":\"default\"|\"tenant\":\"no tenant's name\"|it lacks the tenant's name",
                "1764000000|9223372036854775807|it lacks the number exported_at",
                "\"waiting\":2|\"waiting\":-2|it lacks the number waiting",
                "\"failed\":1|\"failed\":null|it lacks the number failed",
                "\"failed\":1|\"failed\":1,\"roles\":\"5\"|its list roles cannot be read",
                "\"failed\":1|\"failed\":1,\"roles\":[\"5\"]|its list roles cannot be read",
                "\"failed\":1|\"failed\":1,\"item_kinds\":[5]|its list item_kinds cannot be read"
            })
    void aHeaderThatDoesNotFitIsNoticed(String good, String bad, String problem) throws IOException {
        assertRefused(HEADER.replace(good, bad) + end(0, 0, 0), "line 1: " + problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"kind\":\"teacher\",\"id\":9}|its kind is none of user, enrolment, grade, end",
                "{\"id\":9}|its kind is none of",
                "{\"kind\":\"user\",\"id\":9}|it lacks its hash",
                "{\"kind\":\"user\",\"id\":9,\"hash\":\"0123\"}|it lacks its hash",
                "{\"kind\":\"user\",\"id\":\"9\"}|it lacks the id of its user",
                "{\"kind\":\"user\",\"id\":0}|it lacks the id of its user",
                "{\"kind\":\"grade\",\"user\":7}|it lacks the id of its grade",
                "{\"kind\":\"enrolment\",\"id\":12,\"deleted\":true}|it lacks its hash",
                "{\"kind\":\"user\",\"kind\":\"user\"}|it is no JSON",
                "{\"kind\":\"user\",}|it is no JSON",
                "17|it is no JSON object",
                "Warning: Undefined variable|it is no JSON"
            })
    void aLineThatDoesNotFitIsNoticedByItsNumber(String line, String problem) throws IOException {
        assertRefused(HEADER + USER + line + "\n" + end(2, 0, 0), "line 3: " + problem);
    }

    @Test
    void aLineIsNeverQuoted() throws IOException {
        assertThatExceptionOfType(OpsException.class)
                .isThrownBy(() -> read(HEADER + "{\"kind\":\"user\",\"id\":7,\"name\":Amal}"))
                .withMessageNotContaining("Amal");
    }

    @Test
    void aTextThatIsNoUtf8IsNoticed() throws IOException {
        Path file = folder.resolve("state.jsonl");
        Files.write(file, (HEADER + "{\"kind\":\"\u00e9\"}").getBytes(StandardCharsets.ISO_8859_1));

        assertThatExceptionOfType(OpsException.class)
                .isThrownBy(() -> readAll(file))
                .withMessageContaining("line 2: it is no JSON");
    }

    @Test
    void aLineOutOfOrderIsNoticed() throws IOException {
        assertRefused(HEADER + DELETED + USER + end(2, 0, 0), "line 3: it is not in the order of the ids");
        assertRefused(HEADER + USER + USER + end(2, 0, 0), "line 3: it is not in the order of the ids");
        assertRefused(
                HEADER + USER + ENROLMENT + DELETED + end(2, 1, 0),
                "line 4: the lines of kind user do not follow each other");
    }

    @Test
    void aValueLongerThanAnyOfTheFormatIsNotReadToItsEnd() throws IOException {
        assertRefused(HEADER + "{\"kind\":\"" + "x".repeat(2_000) + "\"}", "line 2: it is no JSON");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThatExceptionOfType(OpsException.class)
                .isThrownBy(() -> StateFile.open(folder.resolve("absent.jsonl")))
                .withMessageContainingAll("absent.jsonl", "cannot be read");
    }

    private void assertRefused(String text, String problem) throws IOException {
        assertThatExceptionOfType(OpsException.class)
                .isThrownBy(() -> read(text))
                .withMessageStartingWith(folder.resolve("state.jsonl") + " " + problem);
    }

    private List<StateEntry> read(String text) throws IOException {
        return readAll(write(text));
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("state.jsonl"), text);
    }

    private static List<StateEntry> readAll(Path path) {
        try (StateFile file = StateFile.open(path)) {
            List<StateEntry> entries = new ArrayList<>();
            for (Optional<StateEntry> next = file.next(); next.isPresent(); next = file.next()) {
                entries.add(next.get());
            }
            return entries;
        }
    }

    private static String end(int users, int enrolments, int grades) {
        return "{\"kind\":\"end\",\"users\":" + users + ",\"enrolments\":" + enrolments + ",\"grades\":" + grades
                + "}\n";
    }
}
