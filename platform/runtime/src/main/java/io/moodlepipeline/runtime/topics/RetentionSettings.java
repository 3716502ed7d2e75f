package io.moodlepipeline.runtime.topics;

import io.moodlepipeline.event.Retention;
import io.moodlepipeline.event.Topics;
import io.moodlepipeline.runtime.settings.Setting;
import io.moodlepipeline.runtime.settings.Settings;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How long the topics are to keep what they hold. Services do not read it: they work with any topics that keep a week.
 *
 * @param chosen the settings that somebody made; what is kept for longer than chosen is kept against somebody's will
 */
public record RetentionSettings(Retention retention, Set<Setting> chosen) {
    public static final Setting EVENTS = Setting.of(
            "EVENT_RETENTION_DAYS",
            "400",
            "How long topics keep events, 7 to 36500 days; longer is fine unless this is set.");

    public static final Setting DEAD_LETTERS = Setting.of(
            "DEAD_LETTER_RETENTION_DAYS",
            "800",
            "How long topics keep dead letters and what was decided about them, 7 to 36500 days; longer is fine unless this is set.");

    private static final int MOST_DAYS = 36_500;

    public RetentionSettings {
        chosen = Set.copyOf(chosen);
    }

    /** @throws io.moodlepipeline.runtime.settings.InvalidSettingsException when a number is none, or out of range */
    public static RetentionSettings from(Map<String, String> environment) {
        Settings settings = new Settings(environment);
        Retention retention = new Retention(
                days(settings, EVENTS, Retention.LEAST.events()),
                days(settings, DEAD_LETTERS, Retention.LEAST.deadLetters()));
        Set<Setting> chosen = new HashSet<>(List.of(EVENTS, DEAD_LETTERS));
        chosen.removeIf(setting -> !settings.environment().containsKey(setting.name()));
        // No name starts with a blank: names that are unknown here are other readers' business.
        settings.finish(" ", List.of());
        return new RetentionSettings(retention, chosen);
    }

    /** Whether the topic keeps its records for longer than somebody chose. */
    public boolean isExceededBy(TopicState topic) {
        boolean isLonger = topic.retentionMillis() < 0
                || topic.retentionMillis() > topic.declaration().retention().toMillis();
        return !topic.isMissing()
                && isLonger
                && chosen.contains(Topics.isOfDeadLetters(topic.name()) ? DEAD_LETTERS : EVENTS);
    }

    private static Duration days(Settings settings, Setting setting, Duration least) {
        return Duration.ofDays(settings.integer(setting, Math.toIntExact(least.toDays()), MOST_DAYS));
    }
}
