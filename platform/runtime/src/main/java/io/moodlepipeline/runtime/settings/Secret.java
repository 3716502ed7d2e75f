package io.moodlepipeline.runtime.settings;

/** A text that must not be shown: it prints as stars, and only {@link #reveal} gives it away. */
public record Secret(String reveal) {
    @Override
    public String toString() {
        return "***";
    }
}
