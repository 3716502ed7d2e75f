package io.moodlepipeline.zoho.mapping;

import java.util.Optional;
import java.util.regex.Pattern;

/** What Zoho lets modules and fields be called. */
final class ApiName {
    private static final int MAX_MODULE_LENGTH = 50;
    private static final Pattern MODULE = Pattern.compile("[A-Za-z][A-Za-z0-9]*(_[A-Za-z0-9]+)*");

    /** Some of Zoho's own fields have two underscores. */
    private static final Pattern FIELD = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

    private ApiName() {}

    static Optional<String> module(String text) {
        return Optional.of(text)
                .filter(name -> name.length() <= MAX_MODULE_LENGTH)
                .filter(name -> MODULE.matcher(name).matches());
    }

    static Optional<String> field(String text) {
        return Optional.of(text).filter(name -> FIELD.matcher(name).matches());
    }
}
