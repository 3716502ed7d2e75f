package io.moodlepipeline.ops.output;

/** Text of strangers made harmless: it cannot move a terminal's cursor, turn the direction of reading or end a line. */
public final class SafeText {
    private SafeText() {}

    /** Control, format (direction marks among them) and line characters, and halves of pairs, become visible escapes. */
    public static String escape(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(character -> {
            if (isHarmful(character)) {
                safe.append(String.format("\\u%04x", character));
            } else {
                safe.appendCodePoint(character);
            }
        });
        return safe.toString();
    }

    private static boolean isHarmful(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }
}
