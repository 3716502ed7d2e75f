package io.moodlepipeline.zoho.row;

import io.moodlepipeline.event.BtecGrade;
import io.moodlepipeline.zoho.mapping.FieldMapping;
import io.moodlepipeline.zoho.mapping.Filling;
import io.moodlepipeline.zoho.mapping.Source;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.Function;

/**
 * Fills one field that can be filled.
 *
 * @param essential whether a row must not go without its value
 */
record FieldFill(FieldMapping mapping, Fit fit, boolean essential) {

    /** @param values of the event, its Name too */
    Fitted fit(Function<Source, Optional<Value>> values) {
        Optional<Value> value = mapping.filling() instanceof Filling.Constant constant
                ? Optional.of(value(constant))
                : mapping.source().flatMap(values).map(this::inSchoolsWords);
        return value.map(this::fitted).orElseGet(Fitted.Nothing::new);
    }

    private Value inSchoolsWords(Value value) {
        String word = mapping.words().get(value.plain());
        return word == null ? value : new Value.Text(word);
    }

    private Fitted fitted(Value value) {
        Fitted fitted = fit.fit(value);
        // A pick list without this word says the same by being empty.
        boolean notGraded = mapping.source().equals(Optional.of(Source.BTEC_GRADE))
                && value.plain().equals(BtecGrade.NOT_GRADED.wireName());
        return notGraded && fitted instanceof Fitted.Unfit ? new Fitted.Nothing() : fitted;
    }

    static Value value(Filling.Constant constant) {
        if (constant.value() instanceof BigDecimal number) {
            return new Value.Amount(number);
        }
        return constant.value() instanceof Boolean flag
                ? new Value.Flag(flag)
                : new Value.Text((String) constant.value());
    }
}
