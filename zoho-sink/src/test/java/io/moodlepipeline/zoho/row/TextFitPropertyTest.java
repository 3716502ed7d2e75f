package io.moodlepipeline.zoho.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class TextFitPropertyTest {

    @Property
    void whateverTheTextWhatIsSentFitsAndIsWhole(
            @ForAll("anyText") String text, @ForAll @IntRange(min = 1, max = 40) int length, @ForAll boolean lines)
            throws CharacterCodingException {
        if (new TextFit(length, lines, ZoneOffset.UTC).fit(new Value.Text(text)) instanceof Fitted.Fits fitted) {
            String sent = fitted.value().textValue();

            assertThat(sent).isNotBlank().hasSizeLessThanOrEqualTo(length);
            assertThat(sent.chars().filter(Character::isISOControl).filter(c -> !lines || (c != '\n' && c != '\t')))
                    .isEmpty();
            // The encoder throws when a surrogate stands alone.
            StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(sent));
            assertThat(fitted.cut())
                    .isEqualTo(sent.endsWith("…") && !text.strip().equals(sent));
        }
    }

    @Property
    void whateverTheHtmlItsPlainTextHasNoBlankLines(@ForAll("anyHtml") String html) {
        assertThat(HtmlText.plain(html).lines()).allMatch(line -> line.equals(line.strip()) && !line.isEmpty());
    }

    @Provide
    Arbitrary<String> anyText() {
        return Arbitraries.strings()
                .withChars("ab \n\r\t\u0007\u2028é😀\ud83d\ude00")
                .withCharRange('\ud7f0', '\ue010')
                .ofMaxLength(60);
    }

    @Provide
    Arbitrary<String> anyHtml() {
        return Arbitraries.of(
                        "<p>",
                        "</p>",
                        "<br>",
                        "<li>",
                        "a",
                        " ",
                        "\n",
                        "&nbsp;",
                        "&#xD800;",
                        "<",
                        "&lt;",
                        "<script>x",
                        "</script>",
                        "<td>",
                        "😀")
                .list()
                .ofMaxSize(20)
                .map(parts -> String.join("", parts));
    }
}
