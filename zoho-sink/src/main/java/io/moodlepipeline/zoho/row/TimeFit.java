package io.moodlepipeline.zoho.row;

import com.fasterxml.jackson.databind.node.TextNode;
import io.moodlepipeline.zoho.mapping.Source;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Days, and times of day, as a school's clocks show them. */
record TimeFit(DateTimeFormatter format, ZoneId zone) implements Fit {
    private static final int LAST_YEAR = 9999;

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT);

    /** With {@code +00:00} for Greenwich: whether Zoho takes {@code Z} is not known. */
    private static final DateTimeFormatter DATE_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx", Locale.ROOT);

    static TimeFit date(ZoneId zone) {
        return new TimeFit(DATE, zone);
    }

    static TimeFit dateTime(ZoneId zone) {
        return new TimeFit(DATE_TIME, zone);
    }

    static String withOffset(Value.Time time, ZoneId zone) {
        return DATE_TIME.format(time.time().atZone(zone));
    }

    @Override
    public Set<Source.Kind> kinds() {
        return EnumSet.of(Source.Kind.TIME);
    }

    @Override
    public Fitted fit(Value value) {
        if (!(value instanceof Value.Time instant)) {
            return new Fitted.Unfit("takes times alone");
        }
        ZonedDateTime time = instant.time().atZone(zone);
        return time.getYear() <= LAST_YEAR
                ? Fitted.whole(TextNode.valueOf(format.format(time)))
                : new Fitted.Unfit("takes times up to the year " + LAST_YEAR);
    }
}
