package io.moodlepipeline.event;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Every topic of the pipeline, declared once. */
public final class Topics {
    /** Where every stage puts what it cannot use; also the retry queue. */
    public static final String DEAD_LETTER = "moodle.dead-letter";

    /** What was decided about dead letters. */
    public static final String DEAD_LETTER_AUDIT = "moodle.dead-letter-audit";

    private static final Duration EVENT_RETENTION = Duration.ofDays(400);
    private static final Duration DEAD_LETTER_RETENTION = Duration.ofDays(800);

    public static final List<TopicDeclaration> ALL = Stream.concat(
                    Stream.of(EventType.values()).map(type -> new TopicDeclaration(type.topic(), EVENT_RETENTION)),
                    Stream.of(DEAD_LETTER, DEAD_LETTER_AUDIT)
                            .map(name -> new TopicDeclaration(name, DEAD_LETTER_RETENTION)))
            .toList();

    private Topics() {}
}
