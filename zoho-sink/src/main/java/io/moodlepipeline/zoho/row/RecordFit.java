package io.moodlepipeline.zoho.row;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.zoho.mapping.Source;
import java.util.EnumSet;
import java.util.Set;

/** Pointers to a record or a Zoho user: constants, and what we know of our own records. */
record RecordFit() implements Fit {

    static ObjectNode to(String recordId) {
        return JsonNodeFactory.instance.objectNode().put("id", recordId);
    }

    @Override
    public Set<Source.Kind> kinds() {
        return EnumSet.noneOf(Source.Kind.class);
    }

    @Override
    public Fitted fit(Value value) {
        return value instanceof Value.Text text && text.text().matches("[0-9]{1,19}")
                ? Fitted.whole(to(text.text()))
                : new Fitted.Unfit("takes a record's id, digits in quotes");
    }
}
