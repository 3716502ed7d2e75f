package io.moodlepipeline.ops.moodle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoneFileTest {
    private static final StateHeader STATE =
            new StateHeader("default", Instant.ofEpochSecond(1_764_000_000), 2, 1, StateChoices.ALL);

    @TempDir
    private Path folder;

    @Test
    void eachEntryIsALineWithTheIdsByWhichMoodleFindsIt() throws IOException {
        Path file = folder.resolve("gone.jsonl");

        try (GoneFile list = GoneFile.create(file, STATE)) {
            list.add(new GoneEntry(StateKind.USER, new StoredIds(7, null, null, null)));
            list.add(new GoneEntry(StateKind.ENROLMENT, new StoredIds(12, 7L, null, 3L)));
            list.add(new GoneEntry(StateKind.GRADE, new StoredIds(55, 7L, 3L, 2L)));
            list.add(new GoneEntry(StateKind.GRADE, new StoredIds(56, 7L, 4L, null)));
            list.complete();
        }

        assertThat(file).hasContent("""
                {"format":"moodle-gone","version":1,"tenant":"default","exported_at":1764000000}
                {"kind":"user","id":7}
                {"kind":"enrolment","id":12,"user":7,"course":3}
                {"kind":"grade","id":55,"user":7,"item":3,"course":2}
                {"kind":"grade","id":56,"user":7,"item":4,"course":null}
                {"kind":"end","users":1,"enrolments":1,"grades":2}
                """);
    }

    @Test
    void aListWithoutEntriesHasItsFirstAndLastLine() throws IOException {
        Path file = folder.resolve("gone.jsonl");

        try (GoneFile list = GoneFile.create(file, STATE)) {
            list.complete();
        }

        assertThat(file).hasContent("""
                {"format":"moodle-gone","version":1,"tenant":"default","exported_at":1764000000}
                {"kind":"end","users":0,"enrolments":0,"grades":0}
                """);
    }

    @Test
    void aListThatWasNotCompletedLeavesNothing() throws IOException {
        try (GoneFile list = GoneFile.create(folder.resolve("gone.jsonl"), STATE)) {
            list.add(new GoneEntry(StateKind.USER, new StoredIds(7, null, null, null)));
        }

        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }
}
