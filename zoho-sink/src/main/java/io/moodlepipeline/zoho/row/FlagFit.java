package io.moodlepipeline.zoho.row;

import com.fasterxml.jackson.databind.node.BooleanNode;
import io.moodlepipeline.zoho.mapping.Source;
import java.util.EnumSet;
import java.util.Set;

/** Checkboxes: constants only, since no value of an event is one. */
record FlagFit() implements Fit {

    @Override
    public Set<Source.Kind> kinds() {
        return EnumSet.noneOf(Source.Kind.class);
    }

    @Override
    public Fitted fit(Value value) {
        return value instanceof Value.Flag flag
                ? Fitted.whole(BooleanNode.valueOf(flag.flag()))
                : new Fitted.Unfit("takes true or false alone");
    }
}
