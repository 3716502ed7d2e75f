package io.moodlepipeline.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventHeadersTest {

    @Test
    void everyHeaderOfAnEventIsPassedOn() {
        EventMetadata metadata = new EventMetadata(
                UUID.randomUUID(), EventType.GRADE_UPDATED, "school-1", Instant.now(), UUID.randomUUID(), 1);

        assertThat(metadata.toHeaders().keySet()).allMatch(EventHeaders::isPassedOn);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ce_dataschema", "traceparent", "tracestate", "content-type"})
    void furtherCloudEventsAttributesAndTheTraceArePassedOn(String name) {
        assertThat(EventHeaders.isPassedOn(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "__connect.errors.topic",
                "dlt.code",
                "dlt.attempts",
                "redrive.consumer",
                "Content-Type",
                "X-Moodle-Token",
                "ce",
                ""
            })
    void everythingElseEndsWhereItIs(String name) {
        assertThat(EventHeaders.isPassedOn(name)).isFalse();
    }
}
