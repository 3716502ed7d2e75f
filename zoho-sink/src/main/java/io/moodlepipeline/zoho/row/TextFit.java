package io.moodlepipeline.zoho.row;

import com.fasterxml.jackson.databind.node.TextNode;
import io.moodlepipeline.zoho.mapping.Source;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Set;

/** Free text: the one type whose values may be cut. */
record TextFit(int length, boolean lines, ZoneId zone) implements Fit {

    @Override
    public Set<Source.Kind> kinds() {
        return EnumSet.allOf(Source.Kind.class);
    }

    @Override
    public Fitted fit(Value value) {
        String plain = value instanceof Value.Time time ? TimeFit.withOffset(time, zone) : value.plain();
        String text = lines ? PlainText.of(plain) : PlainText.onOneLine(plain);
        if (text.isEmpty()) {
            return new Fitted.Nothing();
        }
        String fitted = PlainText.cut(text, length);
        return new Fitted.Fits(TextNode.valueOf(fitted), !fitted.equals(text));
    }
}
