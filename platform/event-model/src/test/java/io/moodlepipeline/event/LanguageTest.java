package io.moodlepipeline.event;

import static io.moodlepipeline.event.Outcome.valid;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes on the wire is the same whatever language the machine speaks. */
class LanguageTest {
    private final Locale before = Locale.getDefault();

    @AfterEach
    void restore() {
        Locale.setDefault(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ar-EG", "tr-TR", "fa-IR", "hi-IN-u-nu-deva"})
    void headersAndBodiesAreWrittenAndReadAlike(String language) {
        EventMetadata metadata = new EventMetadata(
                new UUID(1, 2),
                EventType.GRADE_ENRICHED,
                "school-1",
                Instant.parse("2026-03-01T10:15:30.123Z"),
                new UUID(3, 4),
                1_772_360_000_123L,
                17,
                "0123456789abcdef".repeat(4));
        Map<String, String> headers = metadata.toHeaders();
        byte[] body = Body.of(EventType.GRADE_ENRICHED).bytes();
        MoodleEvent event = valid(EventCodec.decode(EventType.GRADE_ENRICHED, body));

        Locale.setDefault(Locale.forLanguageTag(language));

        assertThat(metadata.toHeaders()).isEqualTo(headers);
        assertThat(valid(EventMetadata.fromHeaders(headers::get))).isEqualTo(metadata);
        assertThat(valid(EventCodec.decode(EventType.GRADE_ENRICHED, body))).isEqualTo(event);
    }

    @Test
    void textsAreReadAsUtf8() {
        byte[] body = Body.of(EventType.USER_CREATED).with("city", "\"عمّان\"").bytes();

        assertThat(new String(body, UTF_8)).contains("عمّان");
        assertThat(((UserEvent) valid(EventCodec.decode(EventType.USER_CREATED, body))).city())
                .isEqualTo("عمّان");
    }
}
