package io.moodlepipeline.zoho.row;

import com.fasterxml.jackson.databind.node.TextNode;
import io.moodlepipeline.zoho.mapping.Source;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Text that means something only when it is whole: it fits as it is or not at all. */
record ShapedTextFit(String what, int length, Pattern shape) implements Fit {
    /** The last part of the host's name is letters alone, two to twenty-two. */
    private static final Pattern EMAIL =
            Pattern.compile("[\\p{L}\\p{M}\\p{N}+_-][\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~.-]*"
                    + "@(?:[\\p{L}\\p{M}\\p{N}]+(?:[-_]+[\\p{L}\\p{M}\\p{N}]+)*\\.)+[\\p{L}\\p{M}]{2,22}");

    private static final String GROUP = "(?:\\([0-9A-Za-z]+\\)[0-9A-Za-z]*|[0-9A-Za-z]+)";
    private static final Pattern PHONE = Pattern.compile("\\+?" + GROUP + "(?:[ .-]{1,2}" + GROUP + ")*");

    private static final Pattern WEBSITE = Pattern.compile("(?i)(?:[a-z][a-z0-9+.-]*://|www\\.)[^\\s.]+\\S*");

    static ShapedTextFit email(int length) {
        return new ShapedTextFit("an e-mail address", length, EMAIL);
    }

    static ShapedTextFit phone(int length) {
        return new ShapedTextFit("a phone number", length, PHONE);
    }

    static ShapedTextFit website(int length) {
        return new ShapedTextFit("a web address", length, WEBSITE);
    }

    @Override
    public Set<Source.Kind> kinds() {
        return EnumSet.of(Source.Kind.TEXT);
    }

    @Override
    public Fitted fit(Value value) {
        String text = PlainText.onOneLine(value.plain());
        if (text.isEmpty()) {
            return new Fitted.Nothing();
        }
        // Length first, so that the pattern never works on a long text.
        return text.length() <= length && shape.matcher(text).matches()
                ? Fitted.whole(TextNode.valueOf(text))
                : new Fitted.Unfit("takes " + what + " of at most " + length + " characters");
    }
}
