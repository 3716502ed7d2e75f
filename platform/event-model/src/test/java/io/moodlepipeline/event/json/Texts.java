package io.moodlepipeline.event.json;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Texts as events may hold them. */
public final class Texts {
    private Texts() {}

    /** Any code points but NUL and surrogates, ASCII (with quotes, escapes and control characters) among them more often. */
    public static Arbitrary<String> clean() {
        Arbitrary<Integer> any = Arbitraries.integers()
                .between(1, Character.MAX_CODE_POINT)
                .filter(codePoint -> codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE);
        return Arbitraries.oneOf(any, Arbitraries.integers().between(1, 127))
                .list()
                .ofMaxSize(20)
                .map(Texts::text);
    }

    private static String text(Iterable<Integer> codePoints) {
        StringBuilder text = new StringBuilder();
        codePoints.forEach(text::appendCodePoint);
        return text.toString();
    }
}
