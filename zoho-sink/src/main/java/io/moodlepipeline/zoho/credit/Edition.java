package io.moodlepipeline.zoho.credit;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Zoho CRM's editions with what each allows: credits in any 24 hours, and calls at the same time. */
public enum Edition {
    FREE(5_000, 0, 5_000, 5, "free"),
    STANDARD(50_000, 250, 100_000, 10, "starter"),
    PROFESSIONAL(50_000, 500, 3_000_000, 15, "professional"),
    ENTERPRISE(50_000, 1_000, 5_000_000, 20, "zohoone"),
    ULTIMATE(50_000, 2_000, Long.MAX_VALUE, 25, "crmplus");

    private final long base;
    private final long perUser;
    private final long ceiling;
    private final int concurrency;
    private final String otherName;

    Edition(long base, long perUser, long ceiling, int concurrency, String otherName) {
        this.base = base;
        this.perUser = perUser;
        this.ceiling = ceiling;
        this.concurrency = concurrency;
        this.otherName = otherName;
    }

    /** The edition of that name, however it is spaced and capitalised; empty when it is none of these, or null. */
    public static Optional<Edition> named(String name) {
        if (name == null) {
            return Optional.empty();
        }
        String letters = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
        return Stream.of(values())
                .filter(edition -> edition.name().equalsIgnoreCase(letters) || edition.otherName.equals(letters))
                .findFirst();
    }

    /** Without add-ons, of which Zoho does not tell. */
    public long credits(int users) {
        return Math.min(ceiling, base + perUser * users);
    }

    public int concurrency() {
        return concurrency;
    }
}
