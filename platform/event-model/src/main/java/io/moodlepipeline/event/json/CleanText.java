package io.moodlepipeline.event.json;

import java.nio.CharBuffer;

/** Makes a text that PostgreSQL and UTF-8 can hold: NUL is removed, a lone surrogate becomes U+FFFD. */
final class CleanText {
    private static final char REPLACEMENT = '\uFFFD';

    /** The length of one as {@code \\u0000}. */
    private static final int UNICODE_ESCAPE = 6;

    private CleanText() {}

    /** The text itself when it is clean, as nearly all are: a long one is not held twice then. */
    static String of(String text) {
        return isClean(text) ? text : cleaned(text);
    }

    private static boolean isClean(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return false;
            }
            if (Character.isSurrogate(c)) {
                if (isSurrogate(text.codePointAt(i))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    private static String cleaned(String text) {
        char[] clean = new char[text.length()];
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            int codePoint = text.codePointAt(i);
            if (isSurrogate(codePoint)) {
                clean[length++] = REPLACEMENT;
            } else if (codePoint != 0) {
                length += Character.toChars(codePoint, clean, length);
            }
            i += Character.charCount(codePoint) - 1;
        }
        return new String(clean, 0, length);
    }

    /**
     * The same for a whole JSON document in valid UTF-8, where only escapes can stand for what is not clean. In place, since nothing gets
     * longer by it.
     */
    static CharBuffer escapesIn(CharBuffer document) {
        char[] text = document.array();
        int end = document.limit();
        int to = document.position();
        for (int from = to; from < end; ) {
            int length = escapeLength(text, from);
            boolean isAlone = length == UNICODE_ESCAPE;
            if (isAlone && Character.isSurrogate(unit(text, from))) {
                text[to++] = REPLACEMENT;
            } else if (!isAlone || unit(text, from) != 0) {
                if (to != from) {
                    System.arraycopy(text, from, text, to, length);
                }
                to += length;
            }
            from += length;
        }
        return document.limit(to);
    }

    /** Of the escape that begins here, of a pair of them, or of the one character that is none. */
    private static int escapeLength(char[] json, int from) {
        if (json[from] != '\\') {
            return 1;
        }
        if (json[from + 1] != 'u') {
            return 2;
        }
        boolean isPair = Character.isHighSurrogate(unit(json, from))
                && json[from + UNICODE_ESCAPE] == '\\'
                && json[from + UNICODE_ESCAPE + 1] == 'u'
                && Character.isLowSurrogate(unit(json, from + UNICODE_ESCAPE));
        return isPair ? 2 * UNICODE_ESCAPE : UNICODE_ESCAPE;
    }

    private static char unit(char[] json, int from) {
        int unit = 0;
        for (int i = from + 2; i < from + UNICODE_ESCAPE; i++) {
            unit = unit << 4 | Character.digit(json[i], 16);
        }
        return (char) unit;
    }

    /** A pair comes as one code point, so what is left in this range stands alone. */
    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
