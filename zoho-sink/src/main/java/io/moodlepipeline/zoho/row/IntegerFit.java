package io.moodlepipeline.zoho.row;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.moodlepipeline.zoho.mapping.Source;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.EnumSet;
import java.util.Set;

/**
 * Whole numbers; those with decimals are rounded down.
 *
 * @param asText whether Zoho wants it in quotes
 */
record IntegerFit(int digits, boolean asText) implements Fit {
    private static final int INTEGER_DIGITS = 9;
    private static final int LONG_INTEGER_DIGITS = 18;

    static IntegerFit integer() {
        return new IntegerFit(INTEGER_DIGITS, false);
    }

    static IntegerFit longInteger() {
        return new IntegerFit(LONG_INTEGER_DIGITS, true);
    }

    @Override
    public Set<Source.Kind> kinds() {
        return EnumSet.of(Source.Kind.INTEGER, Source.Kind.DECIMAL);
    }

    @Override
    public Fitted fit(Value value) {
        if (!(value instanceof Value.Amount number)) {
            return new Fitted.Unfit("takes numbers alone");
        }
        BigInteger whole = number.number().setScale(0, RoundingMode.FLOOR).toBigInteger();
        if (whole.abs().toString().length() > digits) {
            return new Fitted.Unfit("takes numbers of at most " + digits + " digits");
        }
        return Fitted.whole(asText ? TextNode.valueOf(whole.toString()) : IntNode.valueOf(whole.intValue()));
    }
}
