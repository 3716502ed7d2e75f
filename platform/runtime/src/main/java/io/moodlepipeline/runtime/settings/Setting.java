package io.moodlepipeline.runtime.settings;

/**
 * An environment variable that a service reads.
 *
 * @param defaultValue what holds when it is unset or empty; null where there is none
 * @param meaning unit, range and purpose in one sentence; the README's tables are compared with it
 */
public record Setting(String name, String defaultValue, String meaning) {

    public static Setting of(String name, String defaultValue, String meaning) {
        return new Setting(name, defaultValue, meaning);
    }

    /** A setting without a default: mandatory or optional as the reader asks for it. */
    public static Setting of(String name, String meaning) {
        return new Setting(name, null, meaning);
    }
}
