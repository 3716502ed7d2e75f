package io.moodlepipeline.zoho.row;

import com.fasterxml.jackson.databind.node.DecimalNode;
import io.moodlepipeline.zoho.mapping.Source;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.EnumSet;
import java.util.Set;

/**
 * Numbers with decimals, rounded down to as many as the field has: rounded up, a record would say more than the student has earned.
 *
 * @param digits the most before the point
 * @param allDigits the most before and behind the point together
 */
record DecimalFit(int places, int digits, int allDigits) implements Fit {
    private static final int MOST_DIGITS = 16;
    private static final int MOST_PLACES = 9;
    private static final int MOST_PERCENT_DIGITS = 5;

    /** Zoho's own default. With more than the field has, it would be Zoho who rounds, and nobody says which way. */
    private static final int UNKNOWN_PLACES = 2;

    static DecimalFit decimal(int places) {
        return new DecimalFit(known(places), MOST_DIGITS, MOST_DIGITS + MOST_PLACES);
    }

    static DecimalFit percent(int places) {
        return new DecimalFit(known(places), MOST_PERCENT_DIGITS, MOST_PERCENT_DIGITS);
    }

    private static int known(int places) {
        return places < 0 ? UNKNOWN_PLACES : Math.min(places, MOST_PLACES);
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
        int before = digitsBeforePoint(number.number());
        if (before > digits) {
            return new Fitted.Unfit("takes numbers of at most " + digits + " digits before the point");
        }
        BigDecimal rounded = number.number().setScale(Math.min(places, allDigits - before), RoundingMode.FLOOR);
        // One number must not be two contents: 65 and 65.00.
        BigDecimal shortest = rounded.stripTrailingZeros();
        return Fitted.whole(DecimalNode.valueOf(shortest.scale() < 0 ? shortest.setScale(0) : shortest));
    }

    private static int digitsBeforePoint(BigDecimal number) {
        return number.setScale(0, RoundingMode.FLOOR)
                .toBigInteger()
                .abs()
                .toString()
                .length();
    }
}
