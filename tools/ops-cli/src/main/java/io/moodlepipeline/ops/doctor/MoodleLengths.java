package io.moodlepipeline.ops.doctor;

import io.moodlepipeline.zoho.mapping.Source;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalInt;

/** How long Moodle's values can be; its own tables limit them. */
final class MoodleLengths {
    /** A bigint(10). */
    private static final int ID = 10;

    private static final int TENANT = 63;

    private static final Map<Source, Integer> LENGTHS = new EnumMap<>(Map.ofEntries(
            Map.entry(Source.TENANT, TENANT),
            Map.entry(Source.USERNAME, 100),
            Map.entry(Source.FIRST_NAME, 100),
            Map.entry(Source.LAST_NAME, 100),
            Map.entry(Source.FULL_NAME, 201),
            Map.entry(Source.EMAIL, 100),
            Map.entry(Source.ID_NUMBER, 255),
            Map.entry(Source.PHONE, 20),
            Map.entry(Source.CITY, 120),
            Map.entry(Source.COUNTRY, 2),
            Map.entry(Source.COURSE_SHORT_NAME, 255),
            Map.entry(Source.ITEM_NAME, 255),
            Map.entry(Source.ITEM_TYPE, 30),
            Map.entry(Source.ITEM_MODULE, 30)));

    private MoodleLengths() {}

    /** Empty where there is no limit, as for feedback. */
    static OptionalInt of(Source source) {
        if (LENGTHS.containsKey(source)) {
            return OptionalInt.of(LENGTHS.get(source));
        }
        return switch (source.kind()) {
            case WORD -> source.words().stream().mapToInt(String::length).max();
            case INTEGER -> OptionalInt.of(ID);
            case TEXT, DECIMAL, TIME, FLAG -> OptionalInt.empty();
        };
    }
}
