package io.moodlepipeline.event.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class CleanTextPropertyTest {

    @Property
    void aCleanedTextHasNoNulAndCanBeWrittenAsUtf8(@ForAll("anyText") String text) throws CharacterCodingException {
        String clean = CleanText.of(text);

        assertThat(clean.indexOf('\0')).isNegative();
        // The encoder throws when a surrogate stands alone.
        StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(clean));
    }

    @Property
    void cleaningAgainChangesNothing(@ForAll("anyText") String text) {
        String clean = CleanText.of(text);

        assertThat(CleanText.of(clean)).isEqualTo(clean);
    }

    @Property
    void aCleanTextStaysAsItIs(@ForAll("cleanText") String text) {
        assertThat(CleanText.of(text)).isEqualTo(text);
    }

    @Property
    void everyOtherCharacterStaysInItsPlace(@ForAll("anyText") String text) {
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean startsPair = i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1));
            if (startsPair) {
                expected.append(c).append(text.charAt(++i));
            } else if (c != 0) {
                expected.append(Character.isSurrogate(c) ? '\uFFFD' : c);
            }
        }

        assertThat(CleanText.of(text)).isEqualTo(expected.toString());
    }

    @Example
    void surrogatesThatOnlyNulSeparatedDoNotBecomeAPair() {
        assertThat(CleanText.of("\uD83D\0\uDE00")).isEqualTo("\uFFFD\uFFFD");
    }

    /** Full of what must be cleaned: NUL, both halves of pairs, and pairs. */
    @Provide
    Arbitrary<String> anyText() {
        return Arbitraries.frequencyOf(
                        Tuple.of(3, Arbitraries.of("\0", "\uD83D", "\uDE00", "\uD83D\uDE00", "a")),
                        Tuple.of(1, Arbitraries.strings().all().ofLength(1)))
                .list()
                .ofMaxSize(30)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<String> cleanText() {
        return Texts.clean();
    }
}
