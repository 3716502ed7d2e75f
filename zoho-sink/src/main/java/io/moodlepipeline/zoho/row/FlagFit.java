package io.moodlepipeline.zoho.row;

import com.fasterxml.jackson.databind.node.BooleanNode;
import io.moodlepipeline.zoho.mapping.Source;
import java.util.EnumSet;
import java.util.Set;

/** Checkboxes. */
record FlagFit() implements Fit {

    @Override
    public Set<Source.Kind> kinds() {
        return EnumSet.of(Source.Kind.FLAG);
    }

    @Override
    public Fitted fit(Value value) {
        return value instanceof Value.Flag flag
                ? Fitted.whole(BooleanNode.valueOf(flag.flag()))
                : new Fitted.Unfit("takes true or false alone");
    }
}
