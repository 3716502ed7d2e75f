package io.moodlepipeline.zohosimulator;

import static io.moodlepipeline.zohosimulator.Rows.GRADES;
import static io.moodlepipeline.zohosimulator.Rows.KEY;
import static io.moodlepipeline.zohosimulator.Rows.STUDENTS;
import static io.moodlepipeline.zohosimulator.Rows.grade;
import static io.moodlepipeline.zohosimulator.Rows.student;
import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.zohosimulator.options.SimulatorOptions;
import io.moodlepipeline.zohosimulator.schema.SchemaFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records outlive the process. */
final class RecordsFileTest {
    @TempDir
    private Path folder;

    private ZohoSimulator start() {
        return ZohoSimulator.start(SimulatorOptions.defaults().withRecordsFile(folder.resolve("records.jsonl")));
    }

    @Test
    void nextStartHasTheSameRecords() {
        String students;
        String grades;
        try (ZohoSimulator simulator = start()) {
            String id = simulator.put(STUDENTS, student("1").put("City", "Leeds"));
            simulator.put(STUDENTS, Client.object().put("id", id).putNull("City"));
            simulator.put(GRADES, grade("1-5", id).put("Grade", 69.99));
            simulator.delete(STUDENTS, simulator.put(STUDENTS, student("2")));
            students = simulator.records(STUDENTS).toString();
            grades = simulator.records(GRADES).toString();
        }

        try (ZohoSimulator simulator = start()) {
            assertThat(simulator.records(STUDENTS)).hasSize(1).hasToString(students);
            assertThat(simulator.records(GRADES)).hasToString(grades);
            assertThat(Client.of(simulator)
                            .get("/crm/v8/" + STUDENTS + "/deleted")
                            .body()
                            .path("data"))
                    .hasSize(1);
        }
    }

    @Test
    void idsAreNotGivenTwice() {
        String deleted;
        try (ZohoSimulator simulator = start()) {
            deleted = simulator.put(STUDENTS, student("1"));
            simulator.delete(STUDENTS, deleted);
        }

        try (ZohoSimulator simulator = start()) {
            assertThat(simulator.put(STUDENTS, student("1"))).isNotEqualTo(deleted);
        }
    }

    @Test
    void lineThatWasCutShortIsPassedOver() throws IOException {
        try (ZohoSimulator simulator = start()) {
            simulator.put(STUDENTS, student("1"));
        }
        Files.writeString(folder.resolve("records.jsonl"), "{\"org\":\"7000", StandardOpenOption.APPEND);

        try (ZohoSimulator simulator = start()) {
            simulator.put(STUDENTS, student("2"));
        }

        try (ZohoSimulator simulator = start()) {
            assertThat(simulator.records(STUDENTS)).hasSize(2);
        }
    }

    @Test
    void whatTheSchemaNoLongerHasIsLeftOut() {
        try (ZohoSimulator simulator = start()) {
            simulator.put(GRADES, grade("1-5", simulator.put(STUDENTS, student("1"))));
        }

        try (ZohoSimulator simulator = ZohoSimulator.start(SimulatorOptions.defaults()
                .withRecordsFile(folder.resolve("records.jsonl"))
                .withSchema(SchemaFile.parse("modules: {BTEC_Students: {fields: {City: {type: text}}}}")))) {
            assertThat(simulator.records(STUDENTS))
                    .singleElement()
                    .satisfies(record -> assertThat(record.has(KEY)).isFalse());
        }
    }
}
