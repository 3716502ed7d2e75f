package io.moodlepipeline.processor.banding;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text as Moodle stores it, which may hold several languages at once, tagged for one of its filters:
 *
 * <ul>
 *   <li>{@code {mlang en}Pass{mlang}{mlang ar}ناجح{mlang}}: the widespread filter "multilang2". What is in no tag is for everybody;
 *       {@code other} is for languages that have no text of their own.
 *   <li>{@code <span lang="en" class="multilang">Pass</span><span lang="ar" class="multilang">ناجح</span>}: Moodle's own filter, also
 *       with {@code <lang lang="en">…</lang>}. Of tags that follow each other one is shown.
 * </ul>
 *
 * <p>Moodle resolves the tags when it shows the text; senders that read the database send them as they are.
 */
public final class MultilingualText {
    /** What a language without a text of its own gets, in the words of "multilang2". */
    private static final String OTHER = "other";

    /** Moodle's names have at most 255 characters. To search a far longer text for tags could take long. */
    static final int LONGEST = 4_000;

    private static final Pattern MLANG = Pattern.compile(
            "\\{\\s*mlang\\s+([a-z0-9_-]+(?:\\s*,\\s*[a-z0-9_-]+)*)\\s*}(.*?)\\{\\s*mlang\\s*}",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern SPAN = Pattern.compile(
            "<(span|lang)((?:\\s+(?:lang|class)=[\"'][a-z0-9_-]*[\"'])+)\\s*>(.*?)</\\1\\s*>",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern LANGUAGE = Pattern.compile("lang=[\"']([a-z0-9_-]+)[\"']", Pattern.CASE_INSENSITIVE);
    private static final Pattern MULTILANG_CLASS =
            Pattern.compile("class=[\"']multilang[\"']", Pattern.CASE_INSENSITIVE);

    private final List<Part> parts;

    /** The languages of each choice, in the order of their tags. */
    private final Map<Integer, Set<String>> offers = new HashMap<>();

    private MultilingualText(List<Part> parts) {
        this.parts = List.copyOf(parts);
        for (Part part : parts) {
            if (part.isTagged()) {
                offers.computeIfAbsent(part.choice(), choice -> new LinkedHashSet<>())
                        .addAll(part.languages());
            }
        }
    }

    public static MultilingualText of(String text) {
        if (text.length() > LONGEST) {
            return new MultilingualText(List.of(new Part(text, List.of(), 0)));
        }
        List<Part> parts = new ArrayList<>();
        Matcher mlang = MLANG.matcher(text);
        int from = 0;
        while (mlang.find()) {
            addSpans(parts, text.substring(from, mlang.start()));
            parts.add(new Part(mlang.group(2), languages(mlang.group(1)), Part.WHOLE_TEXT));
            from = mlang.end();
        }
        addSpans(parts, text.substring(from));
        return new MultilingualText(parts);
    }

    /** Each run of tags is a choice of its own, so it has a number of its own. */
    private static void addSpans(List<Part> parts, String text) {
        Matcher span = SPAN.matcher(text);
        int from = 0;
        int run = parts.size() + 1;
        while (span.find()) {
            String between = text.substring(from, span.start());
            Matcher language = LANGUAGE.matcher(span.group(2));
            boolean isTag = language.find()
                    && (span.group(1).equalsIgnoreCase("lang")
                            || MULTILANG_CLASS.matcher(span.group(2)).find());
            if (!isTag) {
                continue;
            }
            boolean follows = from > 0 && between.isBlank();
            if (!follows) {
                run = parts.size() + 1;
                add(parts, between);
            }
            parts.add(new Part(span.group(3), languages(language.group(1)), run));
            from = span.end();
        }
        add(parts, text.substring(from));
    }

    private static void add(List<Part> parts, String untagged) {
        if (!untagged.isEmpty()) {
            parts.add(new Part(untagged, List.of(), 0));
        }
    }

    private static List<String> languages(String list) {
        return List.of(normal(list).split("\\s*,\\s*", -1));
    }

    /** Moodle writes {@code ar_sy} where others write {@code ar-SY}. */
    private static String normal(String language) {
        return language.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    /** Whether it has any tag; if not, it is the same in all languages. */
    public boolean isTagged() {
        return !offers.isEmpty();
    }

    /** In the order of their first tags, {@code other} among them. */
    Set<String> languages() {
        Set<String> languages = new LinkedHashSet<>();
        parts.forEach(part -> languages.addAll(part.languages()));
        return languages;
    }

    /**
     * As somebody sees it who reads this language; where it has no text in it, in the language's parent ({@code ar} for {@code ar_sy}),
     * in {@code other}, or as it comes first.
     */
    public String in(String language) {
        StringBuilder shown = new StringBuilder();
        for (Part part : parts) {
            if (!part.isTagged() || part.languages().contains(chosen(part.choice(), normal(language)))) {
                shown.append(part.text());
            }
        }
        return shown.toString();
    }

    private String chosen(int choice, String language) {
        Set<String> offered = offers.get(choice);
        for (String wanted = language; !wanted.isEmpty(); wanted = parent(wanted)) {
            if (offered.contains(wanted)) {
                return wanted;
            }
        }
        return offered.contains(OTHER) ? OTHER : offered.iterator().next();
    }

    private static String parent(String language) {
        return language.contains("_") ? language.substring(0, language.lastIndexOf('_')) : "";
    }

    /**
     * A piece of the text.
     *
     * @param languages for whom; empty for everybody
     * @param choice pieces of the same number are alternatives to each other
     */
    private record Part(String text, List<String> languages, int choice) {
        /** All tags of "multilang2" in a text are one choice. */
        static final int WHOLE_TEXT = -1;

        boolean isTagged() {
            return !languages.isEmpty();
        }
    }
}
