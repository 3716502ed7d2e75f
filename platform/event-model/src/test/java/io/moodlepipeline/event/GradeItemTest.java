package io.moodlepipeline.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GradeItemTest {

    @ParameterizedTest(name = "type {0}, name {1}: {2}")
    @CsvSource({
        "course, , true",
        "category, , true",
        // A category's total can be given a name.
        "category, Unit 1 total, true",
        "mod, Unit 1, false",
        "manual, , false",
        // A sender that does not tell the type.
        ", , true",
        ", Unit 1, false"
    })
    void aTotalIsTheItemOfACourseOrACategory(String type, String name, boolean total) {
        assertThat(item(Body.empty().with("itemtype", json(type)).with("itemname", json(name)))
                        .isTotal())
                .isEqualTo(total);
    }

    @Test
    void theTextOfAScaleIsKeptAsItCameAndItsWordsAreRidOfBlanks() {
        GradeScale scale = item(Body.empty().with("scale", json(" Refer,Pass ,  جيد جدا,")))
                .scale();

        assertThat(scale.text()).isEqualTo(" Refer,Pass ,  جيد جدا,");
        assertThat(scale.words()).containsExactly("Refer", "Pass", "جيد جدا", "");
    }

    @Test
    void aScaleInAnArrayIsTheSameAsInAText() {
        assertThat(item(Body.empty().with("scale", "[\"Refer\",\"Pass\"]")).scale())
                .isEqualTo(new GradeScale("Refer,Pass"));
    }

    @Test
    void aScaleMayComeInSeveralLanguages() {
        Body body = Body.empty().with("scale", json("Refer,Pass")).with("scaletranslations", "{\"ar\":\"راسب,ناجح\"}");

        assertThat(item(body).scale()).isEqualTo(new GradeScale("Refer,Pass", Map.of("ar", "راسب,ناجح")));
    }

    @Test
    void translationsAloneAreNoScale() {
        assertThat(item(Body.empty().with("scaletranslations", "{\"en\":\"Refer,Pass\"}"))
                        .scale())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\"", "\" \"", "[]"})
    void aScaleWithoutAnyWordIsNone(String json) {
        assertThat(item(Body.empty().with("scale", json)).scale()).isNull();
    }

    private static GradeItem item(Body fields) {
        Body body = fields.with("gradeid", "700")
                .with("userid", "7")
                .with("itemid", "30")
                .with("timecreated", "0")
                .with("timemodified", "0");
        return ((GradeEvent) Outcome.valid(EventCodec.decode(EventType.GRADE_UPDATED, body.bytes()))).item();
    }

    private static String json(String text) {
        return text == null ? "null" : '"' + text + '"';
    }
}
