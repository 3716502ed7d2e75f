package io.moodlepipeline.processor.banding;

import io.moodlepipeline.event.BtecGrade;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which words of a scale stand for which band: the bands' own names, and words of a tenant. Case and blanks around do not count.
 *
 * @param own a tenant's words, each as {@link #normal} makes it
 */
public record ScaleWords(Map<String, BtecGrade> own) {

    public static final ScaleWords NONE_OF_OWN = new ScaleWords(Map.of());

    /** Not Graded is no band, so no scale has it unless a tenant says that one of its words means that. */
    private static final Map<String, BtecGrade> BANDS = Stream.of(
                    BtecGrade.DISTINCTION, BtecGrade.MERIT, BtecGrade.PASS, BtecGrade.REFER)
            .collect(Collectors.toUnmodifiableMap(band -> normal(band.wireName()), band -> band));

    public ScaleWords {
        own = Map.copyOf(own);
    }

    /** What counts of a word. */
    public static String normal(String word) {
        return word.strip().toLowerCase(Locale.ROOT);
    }

    /** Whether a word means a band by itself, and can mean nothing else. */
    public static boolean isBand(String word) {
        return BANDS.containsKey(normal(word));
    }

    Optional<BtecGrade> meaning(String word) {
        String normal = normal(word);
        return Optional.ofNullable(BANDS.getOrDefault(normal, own.get(normal)));
    }
}
