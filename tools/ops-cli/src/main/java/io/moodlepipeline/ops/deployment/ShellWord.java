package io.moodlepipeline.ops.deployment;

import java.util.regex.Pattern;

/** A text in a form that a shell takes for one word, and does nothing with. */
public final class ShellWord {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:,@+-]+");

    private ShellWord() {}

    public static String of(String text) {
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
