package io.moodlepipeline.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One consumer's books: in which state each event it was to have has ended, and what does not add up. */
final class Account {
    private final String consumer;
    private final List<String> missing = new ArrayList<>();
    private final List<String> inTwoStates = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private int applied;
    private int superseded;
    private int dead;

    Account(String consumer) {
        this.consumer = consumer;
    }

    /** Exactly one of the three is to be true. */
    void book(Submission event, boolean isApplied, boolean isSuperseded, boolean isDead) {
        applied += isApplied ? 1 : 0;
        superseded += isSuperseded ? 1 : 0;
        dead += isDead ? 1 : 0;
        int states = (isApplied ? 1 : 0) + (isSuperseded ? 1 : 0) + (isDead ? 1 : 0);
        if (states == 0) {
            missing.add(describe(event));
        } else if (states > 1) {
            inTwoStates.add(describe(event));
        }
        boolean poison = consumer.equals(event.poison());
        if (isDead && !poison) {
            wrong.add("dead, though healthy: " + describe(event));
        } else if (isApplied && poison) {
            wrong.add("applied, though poison: " + describe(event));
        }
    }

    void wrong(String problem) {
        wrong.add(problem);
    }

    int dead() {
        return dead;
    }

    /** Events that do not add up, in words; empty when all is well. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        missing.forEach(event -> problems.add(consumer + ": missing: " + event));
        inTwoStates.forEach(event -> problems.add(consumer + ": in two states: " + event));
        wrong.forEach(problem -> problems.add(consumer + ": " + problem));
        return problems;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s applied=%d superseded=%d dead=%d missing=%d duplicates=%d wrong=%d",
                consumer,
                applied,
                superseded,
                dead,
                missing.size(),
                inTwoStates.size(),
                wrong.size());
    }

    private static String describe(Submission event) {
        return event.event() + " " + event.id() + " of " + event.row();
    }
}
