package io.moodlepipeline.zoho.row;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/** A value before it is fitted to a field. */
sealed interface Value {

    record Text(String text) implements Value {}

    record Amount(BigDecimal number) implements Value {}

    record Time(Instant time) implements Value {}

    record Flag(boolean flag) implements Value {}

    /** Nothing for null and for what shows as nothing. */
    static Optional<Value> text(String text) {
        return Optional.ofNullable(text).filter(value -> !value.isBlank()).map(Text::new);
    }

    static Optional<Value> number(long number) {
        return Optional.of(new Amount(BigDecimal.valueOf(number)));
    }

    /** Nothing for null. */
    static Optional<Value> number(BigDecimal number) {
        return Optional.ofNullable(number).map(Amount::new);
    }

    /** Nothing for 0, which is Moodle's way of saying so. */
    static Optional<Value> time(long unixSeconds) {
        return unixSeconds == 0 ? Optional.empty() : Optional.of(new Time(Instant.ofEpochSecond(unixSeconds)));
    }

    /** Nothing for null. */
    static Optional<Value> flag(Boolean flag) {
        return Optional.ofNullable(flag).map(Flag::new);
    }

    /** As a person would write it; numbers without exponent. */
    default String plain() {
        if (this instanceof Text text) {
            return text.text();
        }
        if (this instanceof Amount amount) {
            return amount.number().stripTrailingZeros().toPlainString();
        }
        return this instanceof Time time ? time.time().toString() : Boolean.toString(((Flag) this).flag());
    }
}
