package io.moodlepipeline.event;

import java.util.List;
import java.util.stream.Stream;

/** Every topic of the pipeline, declared once. */
public final class Topics {
    /** Where every stage puts what it cannot use; also the retry queue. */
    public static final String DEAD_LETTER = "moodle.dead-letter";

    /** What was decided about dead letters. */
    public static final String DEAD_LETTER_AUDIT = "moodle.dead-letter-audit";

    private static final List<String> OF_DEAD_LETTERS = List.of(DEAD_LETTER, DEAD_LETTER_AUDIT);

    /** As they are unless an installation chooses another retention. */
    public static final List<TopicDeclaration> ALL = keeping(Retention.DEFAULT);

    private Topics() {}

    public static List<TopicDeclaration> keeping(Retention retention) {
        return Stream.concat(
                        Stream.of(EventType.values())
                                .map(type -> new TopicDeclaration(type.topic(), retention.events())),
                        OF_DEAD_LETTERS.stream().map(name -> new TopicDeclaration(name, retention.deadLetters())))
                .toList();
    }

    public static boolean isOfDeadLetters(String topic) {
        return OF_DEAD_LETTERS.contains(topic);
    }
}
