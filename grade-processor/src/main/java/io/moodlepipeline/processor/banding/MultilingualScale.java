package io.moodlepipeline.processor.banding;

import io.moodlepipeline.event.BtecGrade;
import io.moodlepipeline.event.GradeScale;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The words of a scale in every language that it is written in, tagged in one text or translated beside it. A position has one meaning, in whichever of its languages the word is
 * known.
 */
public final class MultilingualScale {
    private final MultilingualText text;

    /** The words of the whole scale, once for each language that has others; none of a scale that is too long to be one. */
    private final List<List<String>> languages;

    private MultilingualScale(MultilingualText text, List<List<String>> languages) {
        this.text = text;
        this.languages = List.copyOf(languages);
    }

    /** Reads no word of a scale that is longer than any that people mark with: a sender may fill 1 MiB with commas. */
    public static MultilingualScale of(GradeScale scale) {
        List<String> translations = scale.translations().values().stream()
                .filter(words -> !words.isBlank())
                .toList();
        if (Stream.concat(Stream.of(scale.text()), translations.stream())
                .anyMatch(words -> words.length() > MultilingualText.LONGEST)) {
            return new MultilingualScale(MultilingualText.of(""), List.of());
        }
        MultilingualText text = MultilingualText.of(scale.text());
        // Hundreds of languages can be tagged in one text, but not with a text of their own each.
        Stream<String> texts = text.isTagged() ? text.languages().stream().map(text::in) : Stream.of(scale.text());
        List<List<String>> languages = Stream.concat(texts, translations.stream())
                .distinct()
                .map(words -> new GradeScale(words).words())
                .toList();
        return new MultilingualScale(text, languages);
    }

    public boolean isTagged() {
        return text.isTagged();
    }

    /** Whether it has words that can be read. */
    boolean isReadable() {
        return !languages.isEmpty();
    }

    int size() {
        return languages.stream().mapToInt(List::size).max().orElse(0);
    }

    /** What each position means; fewer than {@link #size} when a word is known in no language, or means two things. */
    List<BtecGrade> meanings(ScaleWords words) {
        int size = size();
        boolean sameEverywhere = languages.stream().allMatch(language -> language.size() == size);
        return sameEverywhere
                ? IntStream.range(0, size)
                        .mapToObj(position -> meaning(position, words))
                        .flatMap(Optional::stream)
                        .toList()
                : List.of();
    }

    private Optional<BtecGrade> meaning(int position, ScaleWords words) {
        Set<BtecGrade> meanings = languages.stream()
                .flatMap(language -> words.meaning(language.get(position)).stream())
                .collect(Collectors.toSet());
        return meanings.size() == 1 ? meanings.stream().findFirst() : Optional.empty();
    }

    /** The words as somebody sees them who reads this language, with commas between; a word that it lacks in another one. */
    public String in(String language) {
        List<String> preferred = new GradeScale(text.in(language)).words();
        return IntStream.range(0, preferred.size())
                .mapToObj(position -> word(preferred, position))
                .collect(Collectors.joining(","));
    }

    private String word(List<String> preferred, int position) {
        return Stream.concat(Stream.of(preferred), languages.stream())
                .filter(words -> position < words.size())
                .map(words -> words.get(position))
                .filter(word -> !word.isEmpty())
                .findFirst()
                .orElse("");
    }
}
