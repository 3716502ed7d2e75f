package io.moodlepipeline.postgresql;

/**
 * Why services cannot work with a database before a person has changed something.
 *
 * @param found what is wrong; no data
 * @param remedy what to do about it
 */
public record Problem(String found, String remedy) {

    /** For a log line. */
    String text() {
        return found + ": " + remedy;
    }
}
