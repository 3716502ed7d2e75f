package io.moodlepipeline.processor.banding;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MultilingualTextTest {
    private static final String UNIT = "{mlang en}Unit 1{mlang}{mlang ar}الوحدة ١{mlang}";

    @ParameterizedTest(name = "{1} in {0} is {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "en | " + UNIT + " | Unit 1",
                "ar | " + UNIT + " | الوحدة ١",
                "ar_sy | " + UNIT + " | الوحدة ١",
                "ar-SY | " + UNIT + " | الوحدة ١",
                // Nothing in that language: what comes first, as an empty name would say nothing at all.
                "fr | " + UNIT + " | Unit 1",
                "fr | {mlang en}Unit{mlang}{mlang other}Unité{mlang} | Unité",
                "en | {mlang EN}Unit{mlang}{mlang Ar}وحدة{mlang} | Unit",
                "es_mx | {mlang es,es_mx, es_co}Unidad{mlang}{mlang en}Unit{mlang} | Unidad",
                "en | BTEC {mlang en}Unit{mlang}{mlang ar}وحدة{mlang} 1 | BTEC Unit 1",
                "en | {mlang en}Hello{mlang} and {mlang ar}مرحبا{mlang} | 'Hello and '",
                "en | { mlang  en }Unit{ mlang } | Unit",
                "en | '<span lang=\"en\" class=\"multilang\">Unit</span><span lang=\"ar\" class=\"multilang\">وحدة</span>' | Unit",
                "ar | '<span lang=\"en\" class=\"multilang\">Unit</span> <span lang=\"ar\" class=\"multilang\">وحدة</span>' | وحدة",
                "ar | '<span class=\"multilang\" lang=\"ar\">وحدة</span><span class=\"multilang\" lang=\"en\">Unit</span> 1' | وحدة 1",
                "fr | '<SPAN LANG=\"en\" CLASS=\"multilang\">Unit</SPAN><SPAN LANG=\"ar\" CLASS=\"multilang\">وحدة</SPAN>' | Unit",
                "ar | '<lang lang=\"en\">Unit</lang><lang lang=\"ar\">وحدة</lang>' | وحدة",
                // Two choices, of which the second has no Arabic.
                "ar | '<lang lang=\"en\">A</lang><lang lang=\"ar\">أ</lang> and <lang lang=\"en\">B</lang>' | أ and B",
                "ar | '{mlang en}Unit{mlang}{mlang ar}وحدة{mlang}<lang lang=\"en\">A</lang><lang lang=\"ar\">أ</lang>' | وحدةأ",
            })
    void tagsAreResolvedAsMoodlesFiltersDo(String language, String text, String expected) {
        assertThat(MultilingualText.of(text).in(language)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Unit 1",
                "{mlang en}Unit",
                "Unit{mlang}",
                "{mlang}Unit{mlang}",
                "{mlang en Unit{mlang}",
                "<span lang=\"en\">Unit</span>",
                "<span class=\"multilang\">Unit</span>",
                "<span lang=\"en\" class=\"multilang\" style=\"x\">Unit</span>",
                "1 < 2 and {curly}"
            })
    void whatIsNoTagStaysAsItIs(String text) {
        MultilingualText read = MultilingualText.of(text);

        assertThat(read.isTagged()).isFalse();
        assertThat(read.in("en")).isEqualTo(text);
    }

    @Test
    void aHostileTextCostsNoTime() {
        for (String hostile : new String[] {
            "{mlang en}", "{mlang a{mlang}", "<lang lang=\"en\">", "<span lang=\"e\" class=\"multilang\">x</span>,"
        }) {
            String text = hostile.repeat(100_000);
            Assertions.assertTimeout(
                    Duration.ofSeconds(2), () -> MultilingualText.of(text).in("en"));
            String longest = hostile.repeat(4_000 / hostile.length());
            Assertions.assertTimeout(Duration.ofSeconds(2), () -> {
                MultilingualText read = MultilingualText.of(longest);
                read.languages().forEach(read::in);
            });
        }
    }
}
