package io.moodlepipeline.zoho.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text with places for values, such as <code>{userid}-{itemid}</code>. */
public final class Template {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z0-9_]+)}");
    private static final Pattern SEPARATOR = Pattern.compile("[^A-Za-z0-9]");
    private static final Pattern GAPS = Pattern.compile(" {2,}");

    /** @param source null for a literal text */
    private record Part(Source source, String literal) {}

    private final List<Part> parts;

    private Template(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    /** Empty when a place is for a value that {@code sources} does not know, or a brace is no place's. */
    static Optional<Template> parse(String text, Function<String, Optional<Source>> sources) {
        List<Part> parts = new ArrayList<>();
        Matcher matcher = PLACEHOLDER.matcher(text);
        int end = 0;
        while (matcher.find()) {
            Optional<Source> source = sources.apply(matcher.group(1));
            if (source.isEmpty()) {
                return Optional.empty();
            }
            parts.add(new Part(null, text.substring(end, matcher.start())));
            parts.add(new Part(source.get(), ""));
            end = matcher.end();
        }
        parts.add(new Part(null, text.substring(end)));
        return parts.stream().allMatch(part -> part.literal().matches("[^{}]*"))
                ? Optional.of(new Template(parts.stream()
                        .filter(part -> part.source() != null || !part.literal().isEmpty())
                        .toList()))
                : Optional.empty();
    }

    public boolean uses(Source source) {
        return parts.stream().anyMatch(part -> part.source() == source);
    }

    /** Whether it makes digits alone. */
    public boolean isNumber() {
        return parts.size() == 1
                && parts.get(0).source() != null
                && parts.get(0).source().kind() == Source.Kind.INTEGER;
    }

    /** Whether it cannot come out empty. */
    boolean holdsId() {
        return parts.stream()
                .anyMatch(part -> part.source() != null && part.source().isId());
    }

    /** Whether two values stand side by side so that nobody can tell where one ends, such as 1 and 23 or 12 and 3. */
    boolean runsTogether() {
        boolean open = false;
        for (Part part : parts) {
            if (open && part.source() != null) {
                return true;
            }
            open = part.source() != null
                    || (open && !SEPARATOR.matcher(part.literal()).find());
        }
        return false;
    }

    /**
     * The text with values in their places. A missing one leaves no gap.
     *
     * @param values gives a value's text; empty when there is none
     * @return empty when there is none at all
     */
    public Optional<String> fill(Function<Source, Optional<String>> values) {
        StringBuilder text = new StringBuilder();
        boolean filled = false;
        for (Part part : parts) {
            Optional<String> value = part.source() == null ? Optional.of(part.literal()) : values.apply(part.source());
            filled |= part.source() != null && value.isPresent();
            text.append(value.orElse(""));
        }
        return filled ? Optional.of(GAPS.matcher(text).replaceAll(" ").strip()) : Optional.empty();
    }
}
