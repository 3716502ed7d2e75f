package io.moodlepipeline.event;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * What the pipeline knows of an event beside its body; it travels in the record's headers.
 *
 * @param eventId the sender's {@code X-Event-Id}, else minted; the same from the gateway to the last table
 * @param received when the gateway received it, to the millisecond
 * @param sequence orders events of the same time
 * @param eventTimeMillis the sender's {@code X-Event-Time}, Unix milliseconds; 0 when it sent none
 * @param epoch the tenant's epoch when the gateway received it, 0 or more: events of a higher one are newer, whatever else they say
 * @param bodySha256 SHA-256 of the body that the gateway received, 64 hex digits; null for events from before it was noted
 */
public record EventMetadata(
        UUID eventId,
        EventType type,
        String tenant,
        Instant received,
        UUID sequence,
        long eventTimeMillis,
        int epoch,
        String bodySha256) {

    /** What a tenant may be called. */
    public static final Pattern TENANT_NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    /** The end of the year 9999, as far as RFC 3339 and PostgreSQL's client agree on dates. */
    public static final long LATEST_MILLIS = 253_402_300_799_999L;

    /** Where a UUID's dashes stand in its canonical text. */
    private static final int[] UUID_DASHES = {8, 13, 18, 23};

    private static final int UUID_LENGTH = 36;

    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern EPOCH = Pattern.compile("[0-9]{1,10}");

    public EventMetadata {
        // Finer, it would be compared by versions here and rounded by what stores them.
        received = received.truncatedTo(ChronoUnit.MILLIS);
    }

    /** An event of the first epoch whose body's digest was not noted. */
    public EventMetadata(
            UUID eventId, EventType type, String tenant, Instant received, UUID sequence, long eventTimeMillis) {
        this(eventId, type, tenant, received, sequence, eventTimeMillis, 0, null);
    }

    /** Reads a UUID in its canonical 36 characters; {@link UUID#fromString} alone takes shorter groups too. */
    public static Optional<UUID> uuid(String text) {
        return text != null && isUuid(text) ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }

    /** By hand, since every record of every consumer passes here: an expression took a tenth of the db-writer's time. */
    private static boolean isUuid(String text) {
        if (text.length() != UUID_LENGTH) {
            return false;
        }
        for (int dash : UUID_DASHES) {
            if (text.charAt(dash) != '-') {
                return false;
            }
        }
        int digits = 0;
        for (int i = 0; i < UUID_LENGTH; i++) {
            digits += isHexDigit(text.charAt(i)) ? 1 : 0;
        }
        return digits == UUID_LENGTH - UUID_DASHES.length;
    }

    private static boolean isHexDigit(int c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    /** Reads Unix milliseconds from 0 to the year 9999. */
    public static Optional<Long> unixMillis(String text) {
        if (text == null || !text.matches("[0-9]{1,15}") || Long.parseLong(text) > LATEST_MILLIS) {
            return Optional.empty();
        }
        return Optional.of(Long.parseLong(text));
    }

    /** The same event as a record of another type, as the grade processor makes it. */
    public EventMetadata as(EventType other) {
        return new EventMetadata(eventId, other, tenant, received, sequence, eventTimeMillis, epoch, bodySha256);
    }

    /** Who makes events of this type: with the id, which an enriched grade shares with its grade, that is unique. */
    public static String source(EventType type, String tenant) {
        return "/tenants/" + tenant + (type == EventType.GRADE_ENRICHED ? "/grade-processor" : "/moodle");
    }

    public Map<String, String> toHeaders() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(EventHeaders.SPEC_VERSION, "1.0");
        headers.put(EventHeaders.ID, eventId.toString());
        headers.put(EventHeaders.TYPE, type.cloudEventType());
        headers.put(EventHeaders.SOURCE, source(type, tenant));
        headers.put(EventHeaders.TIME, received.toString());
        headers.put(EventHeaders.TENANT, tenant);
        headers.put(EventHeaders.SEQUENCE, sequence.toString());
        if (eventTimeMillis > 0) {
            headers.put(EventHeaders.EVENT_TIME, Long.toString(eventTimeMillis));
        }
        if (epoch > 0) {
            headers.put(EventHeaders.EPOCH, Integer.toString(epoch));
        }
        if (bodySha256 != null) {
            headers.put(EventHeaders.BODY_SHA_256, bodySha256);
        }
        headers.put(EventHeaders.CONTENT_TYPE, "application/json");
        return headers;
    }

    /** @param header gives a header's text by its name, null when absent */
    public static Decoded<EventMetadata> fromHeaders(UnaryOperator<String> header) {
        Reader reader = new Reader(header);
        UUID eventId = reader.mandatory(EventHeaders.ID, EventMetadata::uuid);
        EventType type = reader.mandatory(EventHeaders.TYPE, EventType::ofCloudEventType);
        String tenant = reader.mandatory(EventHeaders.TENANT, EventMetadata::tenantName);
        Instant received = reader.mandatory(EventHeaders.TIME, EventMetadata::timestamp);
        UUID sequence = reader.mandatory(EventHeaders.SEQUENCE, EventMetadata::uuid);
        long eventTimeMillis = reader.optional(EventHeaders.EVENT_TIME, EventMetadata::unixMillis, 0L);
        int epoch = reader.optional(EventHeaders.EPOCH, EventMetadata::epoch, 0);
        String bodySha256 = reader.optional(EventHeaders.BODY_SHA_256, EventMetadata::sha256, null);
        return reader.problems.isEmpty()
                ? new Decoded.Valid<>(new EventMetadata(
                        eventId, type, tenant, received, sequence, eventTimeMillis, epoch, bodySha256))
                : new Decoded.Malformed<>(DeadLetterCode.INVALID_METADATA, reader.problems);
    }

    private static Optional<String> tenantName(String text) {
        return Optional.of(text).filter(name -> TENANT_NAME.matcher(name).matches());
    }

    private static Optional<Integer> epoch(String text) {
        return Optional.of(text)
                .filter(digits -> EPOCH.matcher(digits).matches())
                .map(Long::parseLong)
                .filter(epoch -> epoch <= Integer.MAX_VALUE)
                .map(Long::intValue);
    }

    private static Optional<String> sha256(String text) {
        return Optional.of(text).filter(digest -> SHA_256.matcher(digest).matches());
    }

    private static Optional<Instant> timestamp(String text) {
        try {
            return Optional.of(Instant.parse(text))
                    .filter(time -> time.toEpochMilli() >= 0 && time.toEpochMilli() <= LATEST_MILLIS);
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static final class Reader {
        private final UnaryOperator<String> header;
        private final List<FieldProblem> problems = new ArrayList<>();

        Reader(UnaryOperator<String> header) {
            this.header = header;
        }

        <T> T mandatory(String name, Function<String, Optional<T>> parser) {
            String text = header.apply(name);
            if (text == null) {
                problems.add(new FieldProblem(name, "is missing"));
                return null;
            }
            return parsed(name, text, parser, null);
        }

        <T> T optional(String name, Function<String, Optional<T>> parser, T whenAbsent) {
            String text = header.apply(name);
            return text == null ? whenAbsent : parsed(name, text, parser, whenAbsent);
        }

        private <T> T parsed(String name, String text, Function<String, Optional<T>> parser, T stand) {
            Optional<T> value = parser.apply(text);
            if (value.isEmpty()) {
                problems.add(new FieldProblem(name, "is not what the gateway writes there"));
            }
            return value.orElse(stand);
        }
    }
}
