package io.moodlepipeline.zoho.row;

import java.util.regex.Pattern;

/** Texts as Zoho can show them. */
final class PlainText {
    private static final String ELLIPSIS = "…";
    private static final Pattern BREAK = Pattern.compile("\\r\\n|[\\r\\u0085\\u2028\\u2029]");
    private static final Pattern BREAKS = Pattern.compile("[\\n\\t]+");

    private PlainText() {}

    /** Without control characters and lone surrogates, and without blanks at its ends; line breaks and tabs stay. */
    static String of(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        BREAK.matcher(text).replaceAll("\n").codePoints().forEach(codePoint -> {
            if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
                clean.append('\ufffd');
            } else if (!Character.isISOControl(codePoint) || codePoint == '\n' || codePoint == '\t') {
                clean.appendCodePoint(codePoint);
            }
        });
        return clean.toString().strip();
    }

    static String onOneLine(String text) {
        return BREAKS.matcher(of(text)).replaceAll(" ");
    }

    /**
     * As much of a text as there is room for, with a sign that there was more. Counted in UTF-16 units, of which no text has fewer than
     * characters: it fits whichever of the two Zoho counts.
     */
    static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        int end = length - ELLIPSIS.length();
        boolean inPair = end > 0 && Character.isHighSurrogate(text.charAt(end - 1));
        return text.substring(0, inPair ? end - 1 : end).stripTrailing() + ELLIPSIS;
    }
}
