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
 * The words of a scale in every language that it is written in. A position has one meaning, in whichever of its languages the word is
 * known.
 */
public final class MultilingualScale {
    private final MultilingualText text;

    /** The whole scale, once for each language. */
    private final List<GradeScale> languages;

    private MultilingualScale(MultilingualText text, List<GradeScale> languages) {
        this.text = text;
        this.languages = List.copyOf(languages);
    }

    public static MultilingualScale of(GradeScale scale) {
        MultilingualText text = MultilingualText.of(scale.text());
        List<GradeScale> languages = text.isTagged()
                ? text.languages().stream()
                        .map(language -> new GradeScale(text.in(language)))
                        .toList()
                : List.of(scale);
        return new MultilingualScale(text, languages);
    }

    public boolean isTagged() {
        return text.isTagged();
    }

    int size() {
        return languages.stream()
                .mapToInt(language -> language.words().size())
                .max()
                .orElseThrow();
    }

    /** What each position means; fewer than {@link #size} when a word is known in no language, or means two things. */
    List<BtecGrade> meanings(ScaleWords words) {
        boolean sameEverywhere =
                languages.stream().allMatch(language -> language.words().size() == size());
        return sameEverywhere
                ? IntStream.range(0, size())
                        .mapToObj(position -> meaning(position, words))
                        .flatMap(Optional::stream)
                        .toList()
                : List.of();
    }

    private Optional<BtecGrade> meaning(int position, ScaleWords words) {
        Set<BtecGrade> meanings = languages.stream()
                .flatMap(language -> words.meaning(language.words().get(position)).stream())
                .collect(Collectors.toSet());
        return meanings.size() == 1 ? meanings.stream().findFirst() : Optional.empty();
    }

    /** The words as somebody sees them who reads this language, with commas between; a word that it lacks in another one. */
    public String in(String language) {
        GradeScale preferred = new GradeScale(text.in(language));
        return IntStream.range(0, preferred.words().size())
                .mapToObj(position -> word(preferred, position))
                .collect(Collectors.joining(","));
    }

    private String word(GradeScale preferred, int position) {
        return Stream.concat(Stream.of(preferred), languages.stream())
                .map(GradeScale::words)
                .filter(words -> position < words.size())
                .map(words -> words.get(position))
                .filter(word -> !word.isEmpty())
                .findFirst()
                .orElse("");
    }
}
