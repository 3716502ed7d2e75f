package io.moodlepipeline.zoho.row;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.moodlepipeline.zoho.mapping.Source;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** One of the words that a pick list has now, sent as Zoho stores it. Zoho may or may not refuse others, or make new ones of them. */
record PickListFit(Map<String, String> words, boolean several) implements Fit {

    @Override
    public Set<Source.Kind> kinds() {
        return EnumSet.of(Source.Kind.TEXT, Source.Kind.WORD, Source.Kind.INTEGER, Source.Kind.FLAG);
    }

    @Override
    public Fitted fit(Value value) {
        String wanted = value.plain().strip();
        if (wanted.isEmpty()) {
            return new Fitted.Nothing();
        }
        String word = words.get(wanted);
        if (word == null) {
            return new Fitted.Unfit("has no such word in its pick list: add it in Zoho, or map it under words");
        }
        return Fitted.whole(several ? JsonNodeFactory.instance.arrayNode().add(word) : TextNode.valueOf(word));
    }
}
