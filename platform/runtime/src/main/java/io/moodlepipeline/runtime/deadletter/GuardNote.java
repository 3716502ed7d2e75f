package io.moodlepipeline.runtime.deadletter;

import io.moodlepipeline.event.EventMetadata;
import io.moodlepipeline.runtime.record.RecordText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the flood guard has come to, as it stands beside a committed offset: otherwise a restart would let through as many dead letters
 * again before it holds a tenant back, and would bring everybody's records again that came after those it holds back.
 *
 * @param streaks of each tenant whose last record was a dead letter
 * @param streakOfTheRest of every other; 0 but for what an older version has noted
 * @param held the tenants whose records are held back from the offset on
 * @param doneTo up to where all records of other tenants are done with; means nothing when nobody is held back
 */
public record GuardNote(Map<String, Integer> streaks, int streakOfTheRest, Set<String> held, long doneTo) {
    public static final GuardNote NONE = new GuardNote(Map.of(), 0, Set.of(), 0);

    /** Below the 4096 bytes that brokers keep beside an offset, with room for what others write there. */
    static final int LONGEST = 3000;

    private static final String STREAKS = "dead-letters-in-a-row:";
    private static final String HELD = ";held:";
    private static final String DONE_TO = ";others-done-to:";

    /** For those whose records do not tell: no tenant is called that. */
    private static final String NO_TENANT = "-";

    private static final String NAME = "(?:-|" + EventMetadata.TENANT_NAME.pattern() + ")";
    private static final Pattern TEXT = Pattern.compile(
            STREAKS + listOf(NAME + "=[0-9]{1,9}") + "(?:" + HELD + listOf(NAME) + DONE_TO + "([0-9]{1,18}))?");

    /** How an older version noted its one streak. */
    private static final Pattern OLDER = Pattern.compile("dead-letters-in-a-row=([0-9]{1,9})");

    public GuardNote {
        streaks = Map.copyOf(streaks);
        held = Set.copyOf(held);
    }

    private static String listOf(String element) {
        return "((?:" + element + "(?:," + element + ")*)?)";
    }

    /** What stands beside an offset; {@link #NONE} for null and for what is none of ours. */
    public static GuardNote read(String text) {
        Matcher older = OLDER.matcher(text == null ? "" : text);
        if (older.matches()) {
            int streak = Integer.parseInt(older.group(1));
            // With its guard on it would have halted before: so many were let through, which ends a streak.
            return new GuardNote(Map.of(), streak < FloodGuard.IN_A_ROW ? streak : 0, Set.of(), 0);
        }
        Matcher matcher = TEXT.matcher(text == null ? "" : text);
        if (!matcher.matches()) {
            return NONE;
        }
        Map<String, Integer> streaks = new HashMap<>();
        for (String streak : elements(matcher.group(1))) {
            int sign = streak.indexOf('=');
            streaks.put(tenant(streak.substring(0, sign)), Integer.parseInt(streak.substring(sign + 1)));
        }
        Set<String> held =
                elements(matcher.group(2)).stream().map(GuardNote::tenant).collect(Collectors.toSet());
        return new GuardNote(streaks, 0, held, held.isEmpty() ? 0 : Long.parseLong(matcher.group(3)));
    }

    /** Without the streaks of those who are not held back. */
    public GuardNote ofHeldAlone() {
        Map<String, Integer> theirs = new HashMap<>(streaks);
        theirs.keySet().retainAll(held);
        return new GuardNote(theirs, 0, held, doneTo);
    }

    private static List<String> elements(String list) {
        return list == null || list.isEmpty() ? List.of() : List.of(list.split(",", -1));
    }

    /**
     * To stand beside an offset; empty when there is nothing to note. Where there are too many names for the room, first the shortest
     * streaks are forgotten, and in the worst case who is held back: then all comes again.
     */
    public String text() {
        String heldBack = held.isEmpty() ? "" : HELD + names(held) + DONE_TO + doneTo;
        if (STREAKS.length() + heldBack.length() > LONGEST) {
            heldBack = "";
        }
        String running = running(LONGEST - heldBack.length());
        return running.isEmpty() && heldBack.isEmpty() ? "" : STREAKS + running + heldBack;
    }

    private String running(int room) {
        List<String> longestFirst = streaks.entrySet().stream()
                .filter(streak -> streak.getValue() > 0)
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(streak -> name(streak.getKey()) + "=" + streak.getValue())
                .toList();
        List<String> fitting = new ArrayList<>();
        int left = room - STREAKS.length();
        for (String streak : longestFirst) {
            left -= streak.length() + 1;
            if (left < 0) {
                break;
            }
            fitting.add(streak);
        }
        return String.join(",", fitting);
    }

    private static String names(Set<String> tenants) {
        return new TreeSet<>(tenants).stream().map(GuardNote::name).collect(Collectors.joining(","));
    }

    private static String name(String tenant) {
        return tenant.equals(RecordText.NO_TENANT) ? NO_TENANT : tenant;
    }

    private static String tenant(String name) {
        return name.equals(NO_TENANT) ? RecordText.NO_TENANT : name;
    }
}
