package io.moodlepipeline.ops.status;

import java.util.Locale;

/** What is looked at, in the order of the screen. */
public enum Area {
    SERVICES("Services"),
    KAFKA("Kafka"),
    WAITING("Events waiting"),
    DEAD_LETTERS("Dead letters"),
    SCHOOLS("Schools"),
    ZOHO("Zoho"),
    DISK("Disk"),
    TOPICS("Topics");

    private final String title;

    Area(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** As programs read it, such as {@code dead_letters}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
