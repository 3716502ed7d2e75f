package io.moodlepipeline.ops.doctor;

import io.moodlepipeline.ops.status.Fact;

/**
 * Something that was looked at. Holds no data of persons.
 *
 * @param area what it is a part of, such as {@code Kafka}
 * @param subject what it is about
 * @param found in a sentence for people
 * @param remedy what to do, or the command that does it; null where nothing is to be done
 */
record Check(String area, String subject, Verdict verdict, String found, String remedy) {

    static Check ok(String area, String subject, String found) {
        return new Check(area, subject, Verdict.OK, found, null);
    }

    static Check warn(String area, String subject, String found, String remedy) {
        return new Check(area, subject, Verdict.WARN, found, remedy);
    }

    static Check fail(String area, String subject, String found, String remedy) {
        return new Check(area, subject, Verdict.FAIL, found, remedy);
    }

    static Check of(String area, Fact fact) {
        return new Check(area, fact.subject(), fact.good() ? Verdict.OK : Verdict.FAIL, fact.words(), fact.remedy());
    }
}
