package io.moodlepipeline.processor.stream;

import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.event.EventHeaders;
import io.moodlepipeline.runtime.deadletter.DeadLetterHeaders;
import io.moodlepipeline.runtime.deadletter.RedriveHeaders;
import io.moodlepipeline.runtime.record.Origin;
import io.moodlepipeline.runtime.record.RecordText;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Headers;

/**
 * What tells whether a dead letter of this service says the same as another. The place of its grade alone does not: topics are
 * deleted and made again.
 *
 * @param timestamp of the grade
 * @param eventId null when the grade carries none
 * @param redriven whether the grade had been a dead letter before
 */
record KeptLetter(Origin grade, long timestamp, String eventId, String code, boolean redriven) {
    private static final Pattern PARTITION = Pattern.compile("[0-9]{1,9}");
    private static final Pattern OFFSET = Pattern.compile("[0-9]{1,18}");

    /** Of a grade that is about to become one. */
    static KeptLetter of(Origin grade, long timestamp, Headers headers, DeadLetterCode code) {
        return new KeptLetter(
                grade,
                timestamp,
                RecordText.header(headers, EventHeaders.ID),
                code.name(),
                RedriveHeaders.isRedriven(headers));
    }

    /** From the dead-letter topic; empty for what is none of this service's. */
    static Optional<KeptLetter> read(long timestamp, Headers headers) {
        String topic = RecordText.header(headers, DeadLetterHeaders.TOPIC);
        String partition = RecordText.header(headers, DeadLetterHeaders.PARTITION);
        String offset = RecordText.header(headers, DeadLetterHeaders.OFFSET);
        boolean ours = GradeTopology.CONSUMER.equals(RecordText.header(headers, DeadLetterHeaders.CONSUMER));
        if (!ours || topic == null || !matches(PARTITION, partition) || !matches(OFFSET, offset)) {
            return Optional.empty();
        }
        return Optional.of(new KeptLetter(
                new Origin(topic, Integer.parseInt(partition), Long.parseLong(offset)),
                timestamp,
                RecordText.header(headers, EventHeaders.ID),
                RecordText.header(headers, DeadLetterHeaders.CODE),
                !"1".equals(RecordText.header(headers, DeadLetterHeaders.ATTEMPTS))));
    }

    /** Whether the flood guard counted it. */
    boolean counts() {
        return !redriven
                && DeadLetterCode.named(code).map(known -> !known.expected()).orElse(true);
    }

    private static boolean matches(Pattern pattern, String text) {
        return text != null && pattern.matcher(text).matches();
    }
}
