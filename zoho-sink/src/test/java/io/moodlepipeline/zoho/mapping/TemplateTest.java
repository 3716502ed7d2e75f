package io.moodlepipeline.zoho.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {

    @ParameterizedTest
    @CsvSource({
        "{userid}-{itemid}, false",
        "{userid}{itemid}, true",
        "{userid}x{itemid}, true",
        "{userid}x-{itemid}, false"
    })
    void valuesOfAKeyMustNotRunTogether(String template, boolean runTogether) {
        assertThat(template(template).runsTogether()).isEqualTo(runTogether);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{userid", "userid}", "{}", "{nothing}", "{{userid}}"})
    void aBraceThatIsNoPlaceIsAMistake(String template) {
        assertThat(Template.parse(template, name -> Source.named(Role.GRADE, name)))
                .isEmpty();
    }

    @Test
    void aMissingValueLeavesNoGap() {
        Template template = template("{itemname} of {userid} in {itemid}");

        assertThat(template.fill(source -> source == Source.USER_ID ? Optional.of("5") : Optional.empty()))
                .hasValue("of 5 in");
        assertThat(template.fill(source -> Optional.empty())).isEmpty();
    }

    private static Template template(String text) {
        return Template.parse(text, name -> Source.named(Role.GRADE, name)).orElseThrow();
    }
}
