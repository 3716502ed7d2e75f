package io.moodlepipeline.ops.status;

import java.time.Duration;

/**
 * Something that was found out.
 *
 * @param subject which service, consumer, broker or topic it is about
 * @param good whether nobody has to do anything
 * @param words in a sentence for people
 * @param count of what is counted here; null where nothing is
 * @param age of the oldest of them; null where it is not known
 * @param remedy the command that mends it, or what to do where there is none; null for what is good
 */
public record Fact(Area area, String subject, boolean good, String words, Long count, Duration age, String remedy) {

    static Fact good(Area area, String subject, String words) {
        return new Fact(area, subject, true, words, null, null, null);
    }

    static Fact problem(Area area, String subject, String words, String remedy) {
        return new Fact(area, subject, false, words, null, null, remedy);
    }

    Fact counting(long number, Duration oldest) {
        return new Fact(area, subject, good, words, number, oldest, remedy);
    }
}
