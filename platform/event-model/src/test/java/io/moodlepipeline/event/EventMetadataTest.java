package io.moodlepipeline.event;

import static io.moodlepipeline.event.Outcome.malformed;
import static io.moodlepipeline.event.Outcome.problems;
import static io.moodlepipeline.event.Outcome.valid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventMetadataTest {
    private static final UUID EVENT_ID = UUID.fromString("11111111-2222-4333-8444-555555555555");
    private static final UUID SEQUENCE = UUID.fromString("018f0000-0000-7000-8000-000000000001");
    private static final Instant RECEIVED = Instant.parse("2026-03-01T10:15:30.123Z");

    private static EventMetadata metadata(EventType type) {
        return new EventMetadata(EVENT_ID, type, "school-1", RECEIVED, SEQUENCE, 1_772_360_000_123L);
    }

    @ParameterizedTest
    @EnumSource
    void metadataComesBackFromItsHeaders(EventType type) {
        EventMetadata metadata = metadata(type);

        assertThat(valid(read(metadata.toHeaders()))).isEqualTo(metadata);
    }

    @Test
    void theHeadersAreThoseOfTheCloudEventsBinding() {
        assertThat(metadata(EventType.USER_CREATED).toHeaders())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "ce_specversion", "1.0",
                        "ce_id", "11111111-2222-4333-8444-555555555555",
                        "ce_type", "moodle.user_created",
                        "ce_source", "/tenants/school-1/moodle",
                        "ce_time", "2026-03-01T10:15:30.123Z",
                        "ce_tenantid", "school-1",
                        "ce_sequence", "018f0000-0000-7000-8000-000000000001",
                        "ce_eventtime", "1772360000123",
                        "content-type", "application/json"));
    }

    @Test
    void anEventTimeThatWasNotSentHasNoHeader() {
        EventMetadata metadata =
                new EventMetadata(EVENT_ID, EventType.GRADE_UPDATED, "school-1", RECEIVED, SEQUENCE, 0);

        Map<String, String> headers = metadata.toHeaders();

        assertThat(headers).doesNotContainKey("ce_eventtime");
        assertThat(valid(read(headers))).isEqualTo(metadata);
    }

    @Test
    void epochAndDigestOfTheBodyTravelWithTheEvent() {
        String digest = "0123456789abcdef".repeat(4);
        EventMetadata metadata = new EventMetadata(
                EVENT_ID, EventType.GRADE_UPDATED, "school-1", RECEIVED, SEQUENCE, 0, Integer.MAX_VALUE, digest);

        Map<String, String> headers = metadata.toHeaders();

        assertThat(headers).containsEntry("ce_epoch", "2147483647").containsEntry("ce_bodysha256", digest);
        assertThat(valid(read(headers))).isEqualTo(metadata);
    }

    @ParameterizedTest
    @CsvSource({"ce_epoch,-1", "ce_epoch,2147483648", "ce_epoch,1.0", "ce_epoch,''", "ce_bodysha256,0123"})
    void anEpochOrADigestThatTheGatewayWouldNotWriteIsRefused(String header, String value) {
        Map<String, String> headers = metadata(EventType.GRADE_UPDATED).toHeaders();
        headers.put(header, value);

        assertThat(malformed(read(headers)).code()).isEqualTo(DeadLetterCode.INVALID_METADATA);
    }

    @Test
    void theTimeOfReceiptIsKeptToTheMillisecondSoThatEveryStoreComparesItAlike() {
        Instant precise = Instant.parse("2026-03-01T10:15:30.123456789Z");

        EventMetadata metadata = new EventMetadata(EVENT_ID, EventType.GRADE_UPDATED, "school-1", precise, SEQUENCE, 0);

        assertThat(metadata.received()).isEqualTo(RECEIVED);
    }

    @Test
    void anotherTypeKeepsEverythingElse() {
        EventMetadata enriched = metadata(EventType.GRADE_UPDATED).as(EventType.GRADE_ENRICHED);

        assertThat(enriched).isEqualTo(metadata(EventType.GRADE_ENRICHED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ce_id", "ce_type", "ce_tenantid", "ce_time", "ce_sequence"})
    void aMissingHeaderIsNamed(String header) {
        Map<String, String> headers =
                new HashMap<>(metadata(EventType.USER_CREATED).toHeaders());
        headers.remove(header);

        Decoded.Malformed<EventMetadata> malformed = malformed(read(headers));

        assertThat(malformed.code()).isEqualTo(DeadLetterCode.INVALID_METADATA);
        assertThat(malformed.summary()).isEqualTo(header + " is missing");
    }

    static Stream<Arguments> brokenHeaders() {
        return Stream.of(
                        broken(
                                "ce_id",
                                "",
                                "marked",
                                "1-1-1-1-1",
                                EVENT_ID + "0",
                                "{" + EVENT_ID + "}",
                                " " + EVENT_ID),
                        broken("ce_sequence", "", "marked", "1-1-1-1-1", SEQUENCE + "\n"),
                        broken("ce_type", "", "marked", "user_created", "moodle.user-created", "moodle.USER_CREATED"),
                        broken("ce_tenantid", "", "Marked", "-a", "a_b", "a/b", "a\n", "é", "a".repeat(64)),
                        broken(
                                "ce_time",
                                "",
                                "marked",
                                "2026-03-01",
                                "2026-03-01T10:15:30",
                                "2026-13-01T10:15:30Z",
                                "1969-12-31T23:59:59.999Z",
                                "+10000-01-01T00:00:00Z",
                                "+1000000000-12-31T23:59:59.999999999Z",
                                "-1000000000-01-01T00:00:00Z"),
                        broken(
                                "ce_eventtime",
                                "",
                                "marked",
                                "-1",
                                "+1",
                                "1.5",
                                "1e3",
                                "٣",
                                "253402300800000",
                                "9".repeat(15),
                                "9".repeat(5_000)))
                .flatMap(headers -> headers);
    }

    private static Stream<Arguments> broken(String header, String... values) {
        return Stream.of(values).map(value -> arguments(header, value));
    }

    @ParameterizedTest
    @MethodSource("brokenHeaders")
    void aBrokenHeaderIsNamedAndNotQuoted(String header, String value) {
        Map<String, String> headers =
                new HashMap<>(metadata(EventType.USER_CREATED).toHeaders());
        headers.put(header, value);

        assertThat(problems(read(headers))).containsExactly(header + " is not what the gateway writes there");
    }

    @Test
    void allThatIsWrongIsListedAtOnce() {
        assertThat(problems(read(Map.of("ce_type", "marked", "ce_eventtime", "marked"))))
                .containsExactlyInAnyOrder(
                        "ce_id is missing",
                        "ce_type is not what the gateway writes there",
                        "ce_tenantid is missing",
                        "ce_time is missing",
                        "ce_sequence is missing",
                        "ce_eventtime is not what the gateway writes there");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "000", "1772360000123", "253402300799999"})
    void unixMillisecondsUpToTheYear9999AreRead(String text) {
        assertThat(EventMetadata.unixMillis(text)).contains(Long.parseLong(text));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "1-1-1-1-1", "11111111222243338444555555555555", "marked"})
    void onlyACanonicalUuidIsRead(String text) {
        assertThat(EventMetadata.uuid(text)).isEmpty();
        assertThat(EventMetadata.uuid("ABCDEFAB-2222-4333-8444-555555555555"))
                .contains(UUID.fromString("abcdefab-2222-4333-8444-555555555555"));
    }

    @Test
    void tenantNamesAtTheEdgesAreRead() {
        for (String name : List.of("a", "0", "a-", "a".repeat(63))) {
            Map<String, String> headers =
                    new HashMap<>(metadata(EventType.USER_CREATED).toHeaders());
            headers.put("ce_tenantid", name);

            assertThat(valid(read(headers)).tenant()).isEqualTo(name);
        }
    }

    private static Decoded<EventMetadata> read(Map<String, String> headers) {
        return EventMetadata.fromHeaders(headers::get);
    }
}
