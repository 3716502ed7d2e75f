package io.moodlepipeline.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class SampleEventsTest {
    @Test
    void onlyTheChangedFieldDiffers() throws IOException {
        JsonNode grade = new ObjectMapper().readTree(SampleEvents.gradeUpdated(event -> event.put("finalgrade", 39.5)));

        assertThat(grade.required("finalgrade").doubleValue()).isEqualTo(39.5);
        assertThat(grade.required("gradeid").longValue()).isEqualTo(SampleEvents.GRADE_ID);
    }
}
